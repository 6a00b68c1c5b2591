using System.Text.Json;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>The commands that list one kind of record.</summary>
public sealed class ListTests
{
    static readonly Sample s_sample = SampleCaptures.All[0];
    static readonly string s_capture = Repository.At("tests", "captures", s_sample.FileName);

    [Theory]
    [InlineData("sessions", "session")]
    [InlineData("messages", "message")]
    [InlineData("files", "transfer")]
    [InlineData("credentials", "credential")]
    [InlineData("findings", "finding")]
    [InlineData("hosts", "host")]
    [InlineData("streams", "stream")]
    [InlineData("tree", "tree")]
    public async Task A_list_has_only_records_of_its_kind(string command, string type)
    {
        Finished told = await AnalyzerCommand.Run(command, s_capture, "--json");

        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        Assert.All(told.Records, record => Assert.Equal(type, record.Text("type")));
    }

    [Theory]
    [InlineData("sessions", "SERVER")]
    [InlineData("messages", "SUBJECT")]
    [InlineData("hosts", "ADDRESS")]
    [InlineData("streams", "RECEIVED")]
    [InlineData("read", "SUBJECT")]
    public async Task A_table_has_a_heading_and_fits_eighty_columns(string command, string heading)
    {
        Finished told = await AnalyzerCommand.Run(command, s_capture);

        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        Assert.Contains(heading, told.Output, StringComparison.Ordinal);
        Assert.All(told.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\u001b', told.Output);
    }

    [Fact]
    public async Task A_filter_leaves_out_what_does_not_match()
    {
        string subject = s_sample.Messages.First().Subject;

        Finished told = await AnalyzerCommand.Run("messages", s_capture, "--json", "--filter", $"subject=\"{subject}\"");

        Assert.NotEmpty(told.Records);
        Assert.All(told.Records, record => Assert.Equal(subject, record.Text("subject")));
    }

    [Fact]
    public async Task A_table_can_be_filtered_by_a_hash_that_it_does_not_show()
    {
        SampleMessage wanted = s_sample.Messages.First();

        Finished told = await AnalyzerCommand.Run("messages", s_capture, "--filter", $"sha256:{wanted.Sha256}");

        Assert.StartsWith("1 message", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_over_header_fields_reads_the_messages()
    {
        Finished all = await AnalyzerCommand.Run("messages", s_capture, "--json", "--filter", "hdr.Subject~.");
        Finished none = await AnalyzerCommand.Run("messages", s_capture, "--json", "--filter", "hdr.X-No-Such-Field:x");

        Assert.Equal((s_sample.Messages.Count(message => message.Subject.Length > 0), 0), (all.Records.Count, none.Records.Count));
    }

    [Fact]
    public async Task A_filter_on_read_keeps_whole_sessions()
    {
        Finished all = await AnalyzerCommand.Run("read", s_capture, "--json");
        Finished first = await AnalyzerCommand.Run("read", s_capture, "--json", "--filter", "id:1 cmd:QUIT");

        Assert.Single(first.Of("session"));
        Assert.Equal(all.Of("exchange").Count(IsOfSessionOne), first.Of("exchange").Count);
        Assert.Single(first.Of("capture"));
        Assert.All(first.Of("exchange"), exchange => Assert.True(IsOfSessionOne(exchange)));
    }

    [Fact]
    public async Task Without_hashes_none_are_told()
    {
        Finished told = await AnalyzerCommand.Run("read", s_capture, "--json", "--no-hash");

        Assert.NotEmpty(told.Of("message"));
        Assert.DoesNotContain("sha256", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_hashed_and_not_dissected()
    {
        Finished told = await AnalyzerCommand.Run("streams", s_capture, "--json");

        Assert.All(told.Of("stream"), stream => Assert.Equal((64, 64), (stream.Text("client_sha256")!.Length, stream.Text("server_sha256")!.Length)));
    }

    [Theory]
    [InlineData(new string[0], 1)]
    [InlineData(new[] { "--quiet" }, 0)]
    public async Task A_key_log_is_taken_for_later(string[] more, int lines)
    {
        Finished told = await AnalyzerCommand.Run(["read", s_capture, "--json", "--tls-keylog", "no-such-file", .. more]);

        Assert.Equal((0, lines), (told.ExitCode, told.Errors.Count(c => c == '\n')));
        Assert.NotEmpty(told.Of("message"));
    }

    [Fact(SkipUnless = nameof(HasFullDevice), Skip = "there is no disk that is always full")]
    public async Task A_full_disk_is_told_in_one_line()
    {
        using var folder = new TemporaryFolder();
        using System.Diagnostics.Process shell = System.Diagnostics.Process.Start(
            "sh", ["-c", "dotnet \"$0\" read \"$1\" --json >/dev/full 2>\"$2\"", Path.Combine(AppContext.BaseDirectory, "analyzer.dll"), s_capture, folder.At("errors")]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, shell.ExitCode);
        Assert.Equal("analyzer: the output cannot be written: the disk is full\n", await File.ReadAllTextAsync(folder.At("errors"), TestContext.Current.CancellationToken));
    }

    public static bool HasFullDevice => File.Exists("/dev/full");

    static bool IsOfSessionOne(JsonElement exchange) => exchange.Number("session") == 1;
}
