using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>One session's dialogue.</summary>
public sealed class ShowTests
{
    static readonly string s_capture = Repository.At("tests", "captures", SampleCaptures.All[0].FileName);

    [Fact]
    public async Task A_dialogue_is_shown_with_who_says_what()
    {
        Finished told = await AnalyzerCommand.Run("show", s_capture, "--session", "1");

        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        Assert.StartsWith("Session 1  smtp  ", told.Output, StringComparison.Ordinal);
        Assert.Matches(@"C  HELO crepes\.fr\n", told.Output);
        Assert.Matches(@"S  250 .*\(done\)\n", told.Output);
        Assert.Matches(@"C  \[message 1: .*\]  \(ok\)\n", told.Output);
    }

    [Fact]
    public async Task As_json_the_session_comes_before_its_exchanges()
    {
        Finished told = await AnalyzerCommand.Run("show", s_capture, "-s", "1", "--json");

        Assert.Equal("session", told.Records[0].Text("type"));
        Assert.NotEmpty(told.Records.Skip(1));
        Assert.All(told.Records.Skip(1), record => Assert.Equal(("exchange", 1), (record.Text("type"), record.Number("session"))));
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_a_usage_error()
    {
        Finished told = await AnalyzerCommand.Run("show", s_capture, "--session", "99");

        Assert.Equal((1, ""), (told.ExitCode, told.Output));
        Assert.Equal("analyzer: there is no session 99; the capture has 2 sessions\n", told.Errors);
    }

    [Fact]
    public async Task Each_line_leads_to_its_packet_and_TLS_record_when_asked()
    {
        Finished told = await AnalyzerCommand.Run("show", Repository.At("samples-pcap", "starttls.pcapng"), "-s", "1", "--packets");

        Assert.Matches(@"C  STARTTLS\n +packet \d+\n", told.Output);
        Assert.Matches(@"C  MAIL FROM[^\n]*\n +packet \d+, TLS records at byte \d+ of the client's stream, \d+ bytes\n", told.Output);
        Assert.Matches(@"version TLSv1\.3\n +suite TLS_AES_256_GCM_SHA384\n", told.Output);
    }
}
