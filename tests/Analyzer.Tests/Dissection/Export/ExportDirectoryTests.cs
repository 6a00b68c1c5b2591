using Analyzer.Dissection.Export;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Export;

public sealed class ExportDirectoryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_directory_is_made_with_its_parents()
    {
        Assert.NotNull(ExportDirectory.Open(_folder.At("a/b/c"), out _));

        Assert.True(Directory.Exists(_folder.At("a/b/c")));
    }

    [Fact]
    public void A_file_in_the_directorys_place_is_a_problem()
    {
        File.WriteAllText(_folder.At("out"), "mine");

        Assert.Null(ExportDirectory.Open(_folder.At("out"), out string problem));

        Assert.Equal("there is a file of this name", problem);
    }

    [Fact]
    public void A_committed_file_has_its_name_and_bytes()
    {
        Assert.Equal("messages/a.eml", Write("messages", "a.eml", "hello"));

        Assert.Equal(["messages/a.eml"], _folder.Files);
        Assert.Equal("hello", File.ReadAllText(_folder.At("messages/a.eml")));
    }

    [Fact]
    public void A_large_file_is_written_whole()
    {
        string text = new('x', 300_000);

        Write("files", "large", text);

        Assert.Equal(text, File.ReadAllText(_folder.At("files/large")));
    }

    [Fact]
    public void A_file_that_is_not_committed_leaves_nothing()
    {
        using (ExportFile file = Open().Begin("messages", "a.eml", out _)!) file.TryWrite("half"u8, out _);

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_file_that_was_there_is_never_replaced()
    {
        Write("messages", "a.eml", "first");

        Assert.Equal("messages/a-2.eml", Write("messages", "a.eml", "second"));
        Assert.Equal("messages/a-3.eml", Write("messages", "a.eml", "third"));
        Assert.Equal("first", File.ReadAllText(_folder.At("messages/a.eml")));
    }

    [Fact]
    public void A_number_behind_a_long_name_does_not_make_it_longer()
    {
        string name = SafeFileName.From(new string('n', 300), "file", extension: ".eml");
        Write("messages", name, "first");

        string second = Write("messages", name, "second")!;

        Assert.EndsWith("-2.eml", second, StringComparison.Ordinal);
        Assert.Equal(SafeFileName.MaxBytes + "messages/".Length, second.Length);
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_in_a_files_place_is_not_followed()
    {
        Directory.CreateDirectory(_folder.At("messages"));
        File.WriteAllText(_folder.At("victim"), "mine");
        File.CreateSymbolicLink(_folder.At("messages/a.eml"), _folder.At("victim"));

        Assert.Equal("messages/a-2.eml", Write("messages", "a.eml", "theirs"));
        Assert.Equal("mine", File.ReadAllText(_folder.At("victim")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_to_nowhere_in_a_files_place_makes_nothing_there()
    {
        Directory.CreateDirectory(_folder.At("messages"));
        File.CreateSymbolicLink(_folder.At("messages/a.eml"), _folder.At("nowhere"));

        Assert.Equal("messages/a-2.eml", Write("messages", "a.eml", "theirs"));
        Assert.False(File.Exists(_folder.At("nowhere")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_in_a_folders_place_is_refused()
    {
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.CreateSymbolicLink(_folder.At("messages"), _folder.At("elsewhere"));

        Assert.Null(Open().Begin("messages", "a.eml", out string problem));

        Assert.Contains("link", problem, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("elsewhere")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_that_takes_a_folders_place_during_the_run_is_refused()
    {
        ExportDirectory directory = Open();
        using (ExportFile file = directory.Begin("messages", "a.eml", out _)!) file.Commit(out _);
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.Delete(_folder.At("messages"), recursive: true);
        Directory.CreateSymbolicLink(_folder.At("messages"), _folder.At("elsewhere"));

        Assert.Null(directory.Begin("messages", "b.eml", out _));
    }

    [Fact]
    public void A_file_in_a_folders_place_is_a_problem_and_stays()
    {
        File.WriteAllText(_folder.At("messages"), "mine");

        Assert.Null(Open().Begin("messages", "a.eml", out string problem));

        Assert.NotEqual("", problem);
        Assert.Equal("mine", File.ReadAllText(_folder.At("messages")));
    }

    [Fact]
    public void An_index_from_before_is_not_replaced()
    {
        File.WriteAllText(_folder.At("index.jsonl"), "old");

        using Stream? stream = Open().Create("index.jsonl", out string name, out _);

        Assert.NotNull(stream);
        Assert.Equal("index-2.jsonl", name);
        Assert.Equal("old", File.ReadAllText(_folder.At("index.jsonl")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_in_the_indexs_place_is_not_followed()
    {
        File.CreateSymbolicLink(_folder.At("index.jsonl"), _folder.At("nowhere"));

        using Stream? stream = Open().Create("index.jsonl", out string name, out _);

        Assert.Equal("index-2.jsonl", name);
        Assert.False(File.Exists(_folder.At("nowhere")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "there are no such rights here")]
    public void Files_and_folders_are_the_users_alone()
    {
        Write("messages", "a.eml", "secret");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf("messages/a.eml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf("messages"));
    }

    public static bool HasLinks => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    ExportDirectory Open()
    {
        ExportDirectory? directory = ExportDirectory.Open(_folder.Path, out string problem);
        Assert.True(directory is not null, problem);
        return directory;
    }

    string? Write(string folder, string name, string text)
    {
        using ExportFile? file = Open().Begin(folder, name, out string problem);
        Assert.True(file is not null, problem);
        Assert.True(file.TryWrite(RecordSamples.Bytes(text), out problem), problem);
        return file.Commit(out _);
    }

    UnixFileMode ModeOf(string name) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_folder.At(name));
}
