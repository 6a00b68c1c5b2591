using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>Where an export writes, and where it does not.</summary>
public sealed class ExportTests : IDisposable
{
    static readonly string s_capture = Repository.At("tests", "captures", SampleCaptures.All[0].FileName);

    readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_index_names_every_file_and_every_file_is_in_it()
    {
        Finished told = await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("out"));

        Finished index = new(0, await File.ReadAllTextAsync(_folder.At("out/index.jsonl"), TestContext.Current.CancellationToken), "");
        IEnumerable<string?> named = index.Of("message").SelectMany(message => message.List("attachments").Append(message)).Select(artefact => artefact.Text("file"));
        Assert.Equal((0, "", ""), (told.ExitCode, told.Output, told.Errors));
        Assert.Equal(FilesBelow("out").Where(file => file != "index.jsonl"), named.Order(StringComparer.Ordinal));
        Assert.Single(index.Of("capture"));
    }

    [Fact]
    public async Task A_second_export_leaves_the_first_as_it_is()
    {
        await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("out"));
        string[] first = [.. FilesBelow("out")];
        byte[] index = await File.ReadAllBytesAsync(_folder.At("out/index.jsonl"), TestContext.Current.CancellationToken);

        Finished told = await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("out"));

        Assert.Equal(0, told.ExitCode);
        Assert.Contains("index-2.jsonl", told.Errors, StringComparison.Ordinal);
        Assert.Equal(first.Length * 2, FilesBelow("out").Count());
        Assert.Equal(index, await File.ReadAllBytesAsync(_folder.At("out/index.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public async Task Nothing_is_written_through_a_link_that_was_planted()
    {
        Directory.CreateDirectory(_folder.At("out"));
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.CreateSymbolicLink(_folder.At("out/messages"), _folder.At("elsewhere"));

        Finished told = await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("out"));

        Assert.Equal(3, told.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("elsewhere")));
        Assert.Contains("is a link or no folder", told.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(await File.ReadAllTextAsync(_folder.At("out/index.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_in_the_directorys_place_is_a_usage_error()
    {
        string taken = _folder.Write("out", [1]);

        Finished told = await AnalyzerCommand.Run("export", s_capture, "--output", taken);

        Assert.Equal((1, $"analyzer: --output {taken}: there is a file of this name\n"), (told.ExitCode, told.Errors));
        Assert.Equal([1], await File.ReadAllBytesAsync(taken, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_capture_that_cannot_be_opened_leaves_no_directory()
    {
        Finished told = await AnalyzerCommand.Run("export", _folder.At("nothing.pcap"), "--output", _folder.At("out"));

        Assert.Equal(2, told.ExitCode);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task A_filter_exports_whole_sessions()
    {
        await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("out"), "--filter", "session:1");

        Assert.Equal(["messages/000001"], FilesBelow("out").Where(file => file.StartsWith("messages/", StringComparison.Ordinal)).Select(file => file[..15]));
    }

    public static bool HasLinks => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(_folder.At(folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.At(folder), file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
