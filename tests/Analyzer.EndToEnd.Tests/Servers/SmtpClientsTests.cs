using System.Text;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>Programs of others against our SMTP server.</summary>
public sealed class SmtpClientsTests
{
    const string Message = "From: alice@crepes.fr\r\nTo: bob@hamburger.edu\r\nSubject: ketchup\r\n\r\nDo you like it?\r\n.\r\n..two dots\r\n";

    public static bool HasCurl => OtherProgram.IsExpected("curl");

    public static bool HasSwaks => OtherProgram.IsExpected("swaks");

    [Theory(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    [InlineData("smtp", "")]
    [InlineData("smtp", "--ssl-reqd")]
    [InlineData("smtps", "")]
    [InlineData("smtps", "-u bob:hungry --login-options AUTH=PLAIN")]
    [InlineData("smtp", "-u bob:hungry --login-options AUTH=LOGIN --ssl-reqd")]
    [InlineData("smtp", "-u bob:hungry --login-options AUTH=CRAM-MD5")]
    public async Task Curl_sends_a_message_that_arrives_as_it_is(string scheme, string options)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["smtp", "smtps"]);
        string[] words = ["-sS", "--cacert", servers.Certificate, "--mail-from", "alice@crepes.fr", "--mail-rcpt", "bob@hamburger.edu", "-T", folder.Write("a.eml", Encoding.ASCII.GetBytes(Message)), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{scheme}://127.0.0.1:{servers.Port(scheme)}/desk.crepes.fr"];

        Finished sent = await OtherProgram.Run("curl", words);

        Assert.Equal((0, ""), (sent.ExitCode, sent.Errors));
        string stored = Assert.Single(servers.Inbox("bob@hamburger.edu"));
        Assert.StartsWith("Return-Path: <alice@crepes.fr>\r\nReceived: from desk.crepes.fr ([127.0.0.1])\r\n", stored, StringComparison.Ordinal);
        Assert.EndsWith(Message, stored, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(HasSwaks), Skip = "swaks is not installed")]
    [InlineData("")]
    [InlineData("--protocol SMTP")]
    [InlineData("--pipeline")]
    [InlineData("--tls")]
    [InlineData("--tls --auth PLAIN")]
    [InlineData("--auth LOGIN")]
    [InlineData("--auth CRAM-MD5")]
    public async Task Swaks_sends_a_message_to_several_recipients(string options)
    {
        using RunningServers servers = await RunningServers.Start(["smtp"]);
        string[] login = options.Contains("--auth", StringComparison.Ordinal) ? ["--auth-user", "bob@hamburger.edu", "--auth-password", "hungry"] : [];

        Finished sent = await OtherProgram.Run("swaks", ["--server", "127.0.0.1", "--port", $"{servers.Port("smtp")}", "--from", "alice@crepes.fr", "--to", "robert@hamburger.edu,carol@hamburger.edu", "--body", "hello", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. login]);

        Assert.True(sent.ExitCode == 0, sent.Output);
        Assert.Single(servers.Inbox("bob@hamburger.edu"));
        Assert.Single(servers.Inbox("carol@hamburger.edu"));
    }

    [Theory(SkipUnless = nameof(HasSwaks), Skip = "swaks is not installed")]
    [InlineData("bob@hamburger.edu,carol@hamburger.edu", 2)]
    [InlineData("bob@hamburger.edu,nobody@hamburger.edu", 1)]
    public async Task Swaks_delivers_by_Lmtp_and_hears_of_each_recipient(string recipients, int delivered)
    {
        using RunningServers servers = await RunningServers.Start(["lmtp"]);

        Finished sent = await OtherProgram.Run("swaks", ["--protocol", "LMTP", "--server", "127.0.0.1", "--port", $"{servers.Port("lmtp")}", "--from", "alice@crepes.fr", "--to", recipients, "--body", "hello"]);

        Assert.Equal(delivered, sent.Output.Split('\n').Count(line => line.EndsWith("... delivered", StringComparison.Ordinal)));
        Assert.Single(servers.Inbox("bob@hamburger.edu"));
        Assert.Equal(delivered - 1, servers.Inbox("carol@hamburger.edu").Length);
    }

    [Fact(SkipUnless = nameof(HasSwaks), Skip = "swaks is not installed")]
    public async Task Swaks_is_told_what_is_wrong()
    {
        using RunningServers servers = await RunningServers.Start(["smtp"], "--fault", "smtp.rcpt=carol@*:reply=452 4.2.2 Mailbox full");
        string[] common = ["--server", "127.0.0.1", "--port", $"{servers.Port("smtp")}", "--from", "alice@crepes.fr"];

        Finished unknown = await OtherProgram.Run("swaks", [.. common, "--to", "nobody@hamburger.edu"]);
        Finished faulty = await OtherProgram.Run("swaks", [.. common, "--to", "carol@hamburger.edu"]);
        Finished wrong = await OtherProgram.Run("swaks", [.. common, "--to", "bob@hamburger.edu", "--auth", "PLAIN", "--auth-user", "bob", "--auth-password", "no"]);

        Assert.Contains("550 5.1.1 nobody@hamburger.edu ... User unknown", unknown.Output, StringComparison.Ordinal);
        Assert.Contains("452 4.2.2 Mailbox full", faulty.Output, StringComparison.Ordinal);
        Assert.Contains("535 5.7.8", wrong.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(0, new[] { unknown.ExitCode, faulty.ExitCode, wrong.ExitCode });
    }
}
