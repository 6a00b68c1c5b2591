using System.IO.Compression;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Samples;

/// <summary>Ways to give the command a capture, or something else.</summary>
public sealed class InputTests : IDisposable
{
    const int UsageError = 1, NoCapture = 2, Damaged = 3;

    static readonly byte[] s_capture = SampleCaptures.All[0].Bytes;
    static readonly int s_messages = SampleCaptures.All[0].Messages.Count();

    readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_capture_comes_on_standard_input()
    {
        Finished told = await AnalyzerCommand.RunWith(s_capture, "read", "-", "--json");

        Assert.Equal((0, s_messages), (told.ExitCode, told.Of("message").Count));
    }

    [Fact]
    public async Task A_capture_is_compressed()
    {
        Finished told = await AnalyzerCommand.Run("read", _folder.Write("sample.pcap.gz", Gzip(s_capture)), "--json");

        Assert.Equal((0, s_messages), (told.ExitCode, told.Of("message").Count));
    }

    [Fact]
    public async Task A_compressed_capture_comes_on_standard_input()
    {
        Finished told = await AnalyzerCommand.RunWith(Gzip(s_capture), "read", "-", "--json");

        Assert.Equal((0, s_messages), (told.ExitCode, told.Of("message").Count));
    }

    [Fact]
    public async Task Messages_of_a_pipe_are_exported_byte_for_byte()
    {
        Finished told = await AnalyzerCommand.RunWith(s_capture, "export", "-", "--output", _folder.At("out"));

        Assert.Equal(0, told.ExitCode);
        Assert.Equal(
            SampleCaptures.All[0].Messages.Select(message => message.Sha256).Order(),
            Directory.GetFiles(_folder.At("out/messages")).Select(path => SampleMessage.Hash(File.ReadAllBytes(path))).Order());
    }

    [Fact]
    public async Task Several_captures_are_read_as_one()
    {
        string[] captures = [.. SampleCaptures.All.Select(sample => Repository.At("tests", "captures", sample.FileName))];

        Finished told = await AnalyzerCommand.Run(["read", .. captures, "--json"]);

        Assert.Equal((0, SampleCaptures.All.Sum(sample => sample.Messages.Count())), (told.ExitCode, told.Of("message").Count));
    }

    [Fact]
    public async Task A_cut_capture_gives_what_stands_before_the_cut_and_says_where_it_is()
    {
        Finished told = await AnalyzerCommand.Run("read", _folder.Write("cut.pcap", s_capture[..^10]), "--json");

        Assert.Equal((Damaged, s_messages), (told.ExitCode, told.Of("message").Count));
        Assert.True(Assert.Single(told.Of("capture")).Truth("truncated"));
        Assert.Contains(told.Of("finding"), finding => finding.Number("offset") is > 0 && finding.Number("offset") < s_capture.Length);
    }

    [Fact]
    public async Task What_is_no_capture_is_refused()
    {
        Finished told = await AnalyzerCommand.Run("read", Repository.At("samples-pcap", "README.md"), "--json");

        AssertRefused(NoCapture, told);
    }

    [Fact]
    public async Task A_capture_that_is_not_there_is_refused()
    {
        Finished told = await AnalyzerCommand.Run("read", _folder.At("nothing.pcap"), "--json");

        AssertRefused(NoCapture, told);
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        Finished told = await AnalyzerCommand.Run("read", _folder.Write("empty.pcap", []), "--json");

        AssertRefused(NoCapture, told);
    }

    [Theory]
    [InlineData("read", "--no-such-option")]
    [InlineData("read")]
    [InlineData("no-such-command")]
    public async Task A_usage_error_is_explained(params string[] words)
    {
        Finished told = await AnalyzerCommand.Run(words);

        Assert.Equal(UsageError, told.ExitCode);
        Assert.NotEqual("", told.Errors);
        Assert.DoesNotContain("   at ", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("read")]
    public async Task Without_json_a_table_names_each_message(string command)
    {
        Finished told = await AnalyzerCommand.Run(command, Repository.At("tests", "captures", "smtp-lecture.pcap"));

        Assert.Equal(0, told.ExitCode);
        // A narrow table may leave out the end of a subject.
        Assert.All(SampleCaptures.All[0].Messages, message => Assert.Contains(message.Subject[..10], told.Output, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    static void AssertRefused(int status, Finished told)
    {
        Assert.Equal((status, ""), (told.ExitCode, told.Output));
        Assert.NotEqual("", told.Errors);
        Assert.DoesNotContain("   at ", told.Errors, StringComparison.Ordinal);
    }

    static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return compressed.ToArray();
    }
}
