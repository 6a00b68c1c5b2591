using System.Text.Json;
using Analyzer.Tests.Support;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>Many captures, each by itself, and the results of several runs put together.</summary>
public sealed class CollectionTests : IDisposable
{
    static readonly string s_folder = Repository.At("samples-pcap");
    static readonly string[] s_captures = [.. Directory.EnumerateFiles(s_folder, "*.pcapng").Order(StringComparer.Ordinal)];

    readonly TemporaryFolder _files = new();

    [Fact]
    public async Task A_folder_is_read_as_its_captures_one_by_one_and_merged()
    {
        List<string> results = [];
        for (int i = 0; i < 4; i++)
        {
            File.Copy(s_captures[i], _files.At($"{i}.pcapng"));
            Finished one = await AnalyzerCommand.Run("read", "--json", _files.At($"{i}.pcapng"));
            results.Add(_files.Write($"{i}.jsonl", System.Text.Encoding.UTF8.GetBytes(one.Output)));
        }

        Finished folder = await AnalyzerCommand.Run("read", "--json", "--quiet", _files.Path);
        Finished merged = await AnalyzerCommand.Run(["merge", .. results]);

        Assert.Equal((0, ""), (folder.ExitCode, merged.Errors));
        Assert.Equal(folder.Output, merged.Output);
        Assert.Equal([1L, 2L, 3L, 4L], folder.Of("capture").Select(capture => capture.Number("run")));
        Assert.Equal(folder.Of("host").Count, folder.Of("host").Select(host => host.Text("ip")).Distinct().Count());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public async Task The_output_is_the_same_with_any_number_of_threads(string threads)
    {
        Finished told = await AnalyzerCommand.Run("read", "--json", "--quiet", "--threads", threads, s_folder);
        Finished usual = await AnalyzerCommand.Run("read", "--json", "--quiet", s_folder);

        Assert.Equal(usual.Output, told.Output);
        Assert.Equal(s_captures.Length, told.Of("capture").Count);
    }

    [Fact]
    public async Task Files_are_pieces_of_one_capture_unless_each_is_asked_for()
    {
        Finished pieces = await AnalyzerCommand.Run("sessions", "--json", s_captures[0], s_captures[1]);
        Finished each = await AnalyzerCommand.Run("sessions", "--json", "--each", s_captures[0], s_captures[1]);

        Assert.Equal(pieces.Records.Count, pieces.Records.Select(session => session.Number("id")).Distinct().Count());
        Assert.All(pieces.Records, session => Assert.False(session.TryGetProperty("run", out JsonElement _)));
        Assert.Equal([1L, 2L], each.Records.Select(session => session.Number("run")).Distinct());
        Assert.Equal(2, each.Records.Count(session => session.Number("id") == 1));
    }

    [Fact]
    public async Task What_is_no_capture_in_a_folder_is_left_out_and_said()
    {
        File.Copy(s_captures[0], _files.At("capture"));
        _files.Write("notes.txt", "nothing to see"u8.ToArray());

        Finished told = await AnalyzerCommand.Run("sessions", _files.Path);

        Assert.Equal(0, told.ExitCode);
        Assert.StartsWith(_files.At("capture") + "\n", told.Output, StringComparison.Ordinal);
        Assert.Contains("1 file left out, which cannot be opened or are no captures, such as notes.txt", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_captures_is_status_2()
    {
        Finished told = await AnalyzerCommand.Run("read", _files.Path);

        Assert.Equal((2, ""), (told.ExitCode, told.Output));
    }

    [Fact]
    public async Task One_capture_that_is_missing_does_not_stop_the_others()
    {
        Finished told = await AnalyzerCommand.Run("read", "--json", "--each", s_captures[0], _files.At("gone.pcap"), s_captures[1]);

        Assert.Equal(2, told.ExitCode);
        Assert.Equal([1L, 3L], told.Of("capture").Select(capture => capture.Number("run")));
        Assert.Contains("gone.pcap", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_of_a_collection_are_one_table()
    {
        Finished told = await AnalyzerCommand.Run("hosts", "--quiet", s_folder);

        string[] addresses = [.. told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')[0])];
        Assert.NotEmpty(addresses);
        Assert.Equal(addresses.Distinct(), addresses);
    }

    [Fact]
    public async Task Merging_says_which_line_is_no_record()
    {
        string file = _files.Write("records.jsonl", "{\"type\":\"session\",\"id\":1}\n\nnonsense\n{\"id\":2}\n"u8.ToArray());

        Finished told = await AnalyzerCommand.Run("merge", file);

        Assert.Equal((3, "{\"run\":1,\"type\":\"session\",\"id\":1}\n"), (told.ExitCode, told.Output));
        Assert.Equal($"analyzer: {file}: line 3 is no record\nanalyzer: {file}: 2 lines in all are no records\n", told.Errors);
    }

    public void Dispose() => _files.Dispose();
}
