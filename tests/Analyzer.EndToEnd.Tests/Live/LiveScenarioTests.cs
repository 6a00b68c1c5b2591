using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>Scenarios that are played over real sockets while the command itself captures them.</summary>
public sealed partial class LiveScenarioTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static bool CanSniff => LiveTools.AreThere;

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Every_scenario_is_played_and_captured_and_found_as_its_truth_says()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        using AnalyzerCommand generate = AnalyzerCommand.StartBehind(network.Launcher, "generate", "--live", "--all", _folder.Path);

        Finished played = await generate.Finish();

        Assert.Equal((0, ""), (played.ExitCode, played.Errors));
        string[] captures = Directory.GetFiles(_folder.Path, "*.pcapng");
        Finished list = await AnalyzerCommand.Run("generate", "--list");
        Assert.Equal(list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Order(), captures.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (string capture in captures) await AssertFound(capture);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Retries_of_half_an_hour_are_played_in_a_moment_and_dated_as_if_they_were_not()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        string capture = _folder.At("delayed.pcapng");
        using AnalyzerCommand generate = AnalyzerCommand.StartBehind(network.Launcher, "generate", "delayed-delivery", "--live", "--output", capture);

        Finished played = await generate.Finish();

        Assert.Equal(0, played.ExitCode);
        Finished told = await AnalyzerCommand.Run("read", "--json", capture);
        DateTimeOffset[] starts = [.. told.Of("session").Select(session => DateTimeOffset.Parse(session.Text("start")!, CultureInfo.InvariantCulture))];
        Assert.InRange(starts.Max() - starts.Min(), TimeSpan.Zero, TimeSpan.FromMinutes(10));
        await AnalyzerCommand.Run("export", capture, "--output", _folder.At("out"));
        IEnumerable<string> headers = Directory.GetFiles(_folder.At("out/messages")).Select(File.ReadAllText).Select(text => text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)]);
        string delivered = headers.Single(header => header.StartsWith("Return-Path", StringComparison.Ordinal) && header.Contains("Subject: When you are back", StringComparison.Ordinal));
        DateTimeOffset[] times = [.. Dates().Matches(delivered).Select(match => DateTimeOffset.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.InRange(times.Max() - times.Min(), TimeSpan.FromMinutes(89), TimeSpan.FromMinutes(95));
    }

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData("net_raw", "You may not capture on lo")]
    [InlineData("net_bind_service", "ports below 1024 need root")]
    public async Task Without_rights_one_line_says_so_and_that_the_recorder_needs_none(string right, string reason)
    {
        string capture = _folder.At("never.pcapng");
        using AnalyzerCommand generate = AnalyzerCommand.StartBehind(["setpriv", "--bounding-set", $"-{right}", "--inh-caps", $"-{right}"], "generate", "smtp-lecture", "--live", "--output", capture);

        Finished done = await generate.Finish();

        Assert.Equal((2, ""), (done.ExitCode, done.Output));
        Assert.Contains(reason, done.Errors, StringComparison.Ordinal);
        Assert.EndsWith("without --live the recorder makes this capture without any rights\n", done.Errors, StringComparison.Ordinal);
        Assert.Equal(1, done.Errors.Count(character => character == '\n'));
        Assert.False(File.Exists(capture));
    }

    [Theory]
    [InlineData("--seed", "7")]
    [InlineData("--loss", "5")]
    [InlineData("--ipv6")]
    public async Task What_only_the_recorder_can_do_is_refused(params string[] option)
    {
        Finished done = await AnalyzerCommand.Run(["generate", "smtp-lecture", "--live", "--output", _folder.At("never.pcapng"), .. option]);

        Assert.Equal(1, done.ExitCode);
        Assert.StartsWith($"analyzer: --live and {option[0]} exclude each other", done.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    static async Task AssertFound(string capture)
    {
        JsonElement truth = Finished.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(capture, ".truth.json"), TestContext.Current.CancellationToken));

        Finished told = await AnalyzerCommand.Run("read", "--json", capture);

        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        Assert.Equal(Facts(truth.List("sessions"), "protocol"), Facts(told.Of("session"), "protocol"));
        Assert.Equal(Facts(Exact(truth, "messages").Where(message => message.Text("part") == "full"), "protocol", "size", "sha256"),
            Facts(told.Of("message").Where(message => message.Text("part") is null && message.Truth("complete")), "protocol", "size", "sha256"));
        Assert.Equal(Facts(Exact(truth, "transfers"), "command_verb", "size", "sha256", "complete"),
            Facts(told.Of("transfer").Where(transfer => transfer.Number("size") > 0), "command_verb", "size", "sha256", "complete"));
        Assert.Equal(Facts(truth.List("credentials"), "protocol", "user", "password"), Facts(told.Of("credential"), "protocol", "user", "secret"));
        Assert.DoesNotContain(told.Of("session"), session => session.Truth("midstream") || session.Number("client_missing") + session.Number("server_missing") > 0);
    }

    static IEnumerable<JsonElement> Exact(JsonElement truth, string name) => truth.List(name).Where(one => one.Text("expected") == "exact");

    /// <summary>Some fields of each, in an order of their own.</summary>
    static IEnumerable<string> Facts(IEnumerable<JsonElement> records, params string[] names) =>
        records.Select(record => string.Join(' ', names.Select(name => Fact(record, name)))).Order(StringComparer.Ordinal);

    static string Fact(JsonElement record, string name) =>
        name == "command_verb" ? record.Text("command")!.Split(' ')[0].ToUpperInvariant() : record.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    /// <summary>The times of a message's Date and Received fields.</summary>
    [GeneratedRegex("(\\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4})")]
    private static partial Regex Dates();
}
