namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>The exit status of the user agents: one rule for all; those of <c>fetch</c> and <c>ftp</c> are tried with their servers.</summary>
public sealed class AgentStatusTests
{
    [Theory]
    [InlineData(0, "127.0.0.1:PORT --from a@b.example --to bob@hamburger.edu")]
    [InlineData(1, "127.0.0.1:PORT --from a@b.example")]
    [InlineData(2, "127.0.0.1:1 --from a@b.example --to bob@hamburger.edu")]
    [InlineData(2, "nowhere.invalid --from a@b.example --to bob@hamburger.edu")]
    [InlineData(2, "127.0.0.1:PORT --starttls --from a@b.example --to bob@hamburger.edu")]
    [InlineData(3, "127.0.0.1:PORT --from a@b.example --to bob@hamburger.edu --to nobody@hamburger.edu")]
    [InlineData(3, "127.0.0.1:PORT --from cut@b.example --to bob@hamburger.edu")]
    [InlineData(4, "127.0.0.1:PORT --from a@b.example --to nobody@hamburger.edu")]
    [InlineData(4, "127.0.0.1:PORT --from refused@b.example --to bob@hamburger.edu")]
    [InlineData(4, "127.0.0.1:PORT --user bob --password wrong --from a@b.example --to bob@hamburger.edu")]
    public async Task The_exit_status_of_send_tells_what_went_wrong(int status, string line)
    {
        using RunningServers servers = await RunningServers.Start(["smtp"], "--fault", "smtp.mail=*refused*:reply=550 5.7.1 Not you", "--fault", "smtp.mail=*cut*:close");
        line = line.Replace("PORT", $"{servers.Port("smtp")}", StringComparison.Ordinal);

        Finished done = await AnalyzerCommand.Run(["send", "--quiet", "--text", "x", "--server", .. line.Split(' ')]);

        Assert.True(status == done.ExitCode, $"{done.ExitCode}: {done.Errors}");
        Assert.Equal(status == 0 ? 0 : 1, done.Errors.Count(character => character == '\n'));
    }

    [Fact]
    public async Task A_message_is_sent_though_the_server_leaves_without_a_farewell()
    {
        using RunningServers servers = await RunningServers.Start(["smtp"], "--fault", "smtp.quit:close");

        Finished done = await AnalyzerCommand.Run("send", "--server", $"127.0.0.1:{servers.Port("smtp")}", "--from", "a@b.example", "--to", "bob@hamburger.edu", "--text", "x");

        Assert.Equal(0, done.ExitCode);
        Assert.StartsWith("analyzer: accepted for bob@hamburger.edu", done.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send")]
    [InlineData("fetch")]
    [InlineData("ftp")]
    public async Task The_help_tells_the_rule(string command)
    {
        Finished help = await AnalyzerCommand.Run(command, "--help");

        string text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Exit status: 0 done, 1 usage, 2 no connection, 3 done in part or broken off, 4 refused by the server.", text, StringComparison.Ordinal);
    }
}
