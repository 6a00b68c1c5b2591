namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>Programs of others that fetch mail, against our POP3 and IMAP servers.</summary>
public sealed class MailClientsTests
{
    readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public static bool HasCurl => OtherProgram.IsExpected("curl");

    public static bool HasFetchmail => OtherProgram.IsExpected("fetchmail");

    public static bool HasMbsync => OtherProgram.IsExpected("mbsync");

    public static bool HasNeomutt => OtherProgram.IsExpected("neomutt");

    static Task<RunningServers> StartAsync() => RunningServers.Start(["smtp", "pop3", "imap", "pop3s", "imaps"]);

    static async Task SendAsync(RunningServers servers, params string[] subjects)
    {
        foreach (string subject in subjects)
        {
            Finished sent = await AnalyzerCommand.Run("send", "--server", $"127.0.0.1:{servers.Port("smtp")}", "--from", "alice@crepes.fr", "--to", "bob@hamburger.edu", "--subject", subject, "--text", ".dot\nketchup");
            Assert.True(sent.ExitCode == 0, sent.Errors);
        }
        // The queue hands over in its own time.
        var mailbox = new RunningMailbox(servers);
        await mailbox.HasAsync(subjects.Length);
    }

    [Theory(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    [InlineData("pop3", "")]
    [InlineData("pop3", "--ssl-reqd")]
    [InlineData("pop3", "--login-options AUTH=+APOP")]
    [InlineData("pop3", "--login-options AUTH=CRAM-MD5")]
    [InlineData("pop3", "--login-options AUTH=PLAIN --sasl-ir")]
    [InlineData("pop3s", "--login-options AUTH=LOGIN")]
    public async Task Curl_lists_and_fetches_by_pop3(string scheme, string options)
    {
        using RunningServers servers = await StartAsync();
        await SendAsync(servers, "first", "second");
        string[] common = ["-sS", "--cacert", servers.Certificate, "--user", "bob:hungry", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string url = $"{scheme}://localhost:{servers.Port(scheme)}/";

        Finished list = await OtherProgram.Run("curl", [.. common, url]);
        Finished message = await OtherProgram.Run("curl", [.. common, url + "2"]);

        Assert.Equal((0, ""), (list.ExitCode, list.Errors));
        Assert.Equal(2, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Subject: second\r\n", message.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n.dot\r\nketchup\r\n", message.Output, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    [InlineData("imap", "")]
    [InlineData("imap", "--ssl-reqd")]
    [InlineData("imap", "--login-options AUTH=CRAM-MD5")]
    [InlineData("imap", "--login-options AUTH=PLAIN --sasl-ir")]
    [InlineData("imaps", "--login-options AUTH=LOGIN")]
    public async Task Curl_searches_fetches_and_appends_by_imap(string scheme, string options)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await StartAsync();
        await SendAsync(servers, "first", "second");
        string[] common = ["-sS", "--cacert", servers.Certificate, "--user", "bob:hungry", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string url = $"{scheme}://localhost:{servers.Port(scheme)}/";

        Finished found = await OtherProgram.Run("curl", [.. common, url + "INBOX?SUBJECT%20second"]);
        Finished text = await OtherProgram.Run("curl", [.. common, url + "INBOX;UID=2;SECTION=TEXT"]);
        Finished created = await OtherProgram.Run("curl", [.. common, url, "-X", "CREATE Work/Plans"]);
        Finished appended = await OtherProgram.Run("curl", [.. common, url + "Work/Plans", "-T", folder.Write("a.eml", "Subject: up\r\n\r\nx\r\n"u8.ToArray())]);
        Finished fetched = await OtherProgram.Run("curl", [.. common, url + "Work/Plans;UID=1"]);

        Assert.Equal("* SEARCH 2", found.Output.Trim());
        Assert.Equal(".dot\r\nketchup\r\n", text.Output);
        Assert.Equal((0, 0), (created.ExitCode, appended.ExitCode));
        Assert.Equal("Subject: up\r\n\r\nx\r\n", fetched.Output);
    }

    [Theory(SkipUnless = nameof(HasFetchmail), Skip = "fetchmail is not installed")]
    [InlineData("pop3", "sslproto ''")]
    [InlineData("pop3", "sslproto 'tls1+' sslcertck sslcertfile CERTIFICATE")]
    [InlineData("imap", "sslproto ''")]
    [InlineData("imap", "sslproto 'tls1+' sslcertck sslcertfile CERTIFICATE")]
    [InlineData("imaps", "ssl sslcertck sslcertfile CERTIFICATE")]
    public async Task Fetchmail_takes_the_mail_away(string service, string options)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await StartAsync();
        await SendAsync(servers, "first", "second");
        string rules = $"poll localhost protocol {service[..4]} port {servers.Port(service)} : user 'bob' password 'hungry' options nokeep fetchall "
            + $"{options.Replace("CERTIFICATE", servers.Certificate, StringComparison.Ordinal)} mda 'cat >> {folder.At("box")}'\n";
        string file = folder.Write("rc", System.Text.Encoding.UTF8.GetBytes(rules));
        await OtherProgram.Run("chmod", "600", file);

        Finished done = await OtherProgram.Run("env", "FETCHMAILHOME=" + folder.Path, "fetchmail", "-f", file, "--nosyslog");

        Assert.True(done.ExitCode == 0, done.Output + done.Errors);
        string box = await File.ReadAllTextAsync(folder.At("box"), _cancel);
        Assert.Contains("Subject: first", box, StringComparison.Ordinal);
        Assert.Contains("Subject: second", box, StringComparison.Ordinal);
        var mailbox = new RunningMailbox(servers);
        Assert.Equal(0, mailbox.Count());
    }

    [Theory(SkipUnless = nameof(HasMbsync), Skip = "mbsync (isync) is not installed")]
    [InlineData("imap", "None")]
    [InlineData("imap", "STARTTLS")]
    [InlineData("imaps", "IMAPS")]
    public async Task Mbsync_keeps_two_sides_the_same(string service, string tls)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await StartAsync();
        await SendAsync(servers, "first", "second");
        string rules = $"""
            IMAPAccount a
            Host localhost
            Port {servers.Port(service)}
            User bob
            Pass hungry
            SSLType {tls}
            CertificateFile {servers.Certificate}
            AuthMechs LOGIN

            IMAPStore far
            Account a

            MaildirStore near
            Path {folder.Path}/
            Inbox {folder.At("INBOX")}
            SubFolders Verbatim

            Channel c
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            Sync All
            SyncState *

            """;
        string file = folder.Write("rc", System.Text.Encoding.UTF8.GetBytes(rules));
        await SyncAsync(file);
        string[] here = Directory.GetFiles(folder.At("INBOX"), "*,U=*", SearchOption.AllDirectories);

        Assert.Equal(2, here.Length);
        File.Delete(here.Single(path => File.ReadAllText(path).Contains("first", StringComparison.Ordinal)));
        foreach (string part in (string[])["cur", "new", "tmp"]) Directory.CreateDirectory(folder.At("Work/" + part));
        folder.Write("Work/new/1.a.b", "Subject: near\n\nnear text\n"u8.ToArray());
        await SyncAsync(file);

        var mailbox = new RunningMailbox(servers);
        Assert.Equal((1, 1), (mailbox.Count(), mailbox.Count("Work")));
    }

    static async Task SyncAsync(string rules)
    {
        Finished done = await OtherProgram.Run("mbsync", "-c", rules, "c");
        Assert.True(done.ExitCode == 0, done.Output + done.Errors);
    }

    [Theory(SkipUnless = nameof(HasNeomutt), Skip = "neomutt is not installed")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Neomutt_copies_and_deletes(bool usesTls)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await StartAsync();
        await SendAsync(servers, "first", "second");
        await OtherProgram.Run("curl", "-sS", "--user", "bob:hungry", $"imap://localhost:{servers.Port("imap")}", "-X", "CREATE Work");
        string rules = $"""
            set imap_user=bob imap_pass=hungry
            set ssl_force_tls={(usesTls ? "yes" : "no")} ssl_starttls={(usesTls ? "yes" : "no")}
            set certificate_file={servers.Certificate} ssl_ca_certificates_file={servers.Certificate}
            set folder=imap://localhost:{servers.Port("imap")}/ spoolfile=+INBOX
            set header_cache="" postponed="" record=""
            set confirmappend=no delete=yes quit=yes move=no wait_key=no sleep_time=0 imap_idle=no

            """;
        string file = folder.Write("rc", System.Text.Encoding.UTF8.GetBytes(rules));
        string keys = "push <tag-pattern>~A<enter><tag-prefix><copy-message>+Work<enter><delete-pattern>~sfirst<enter><sync-mailbox><quit>";

        Finished done = await OtherProgram.Run("env", "TERM=xterm", "script", "-qec", $"neomutt -n -F {file} -e '{keys}'", "/dev/null");

        Assert.True(done.ExitCode == 0, done.Output);
        var mailbox = new RunningMailbox(servers);
        Assert.Equal((1, 2), (mailbox.Count(), mailbox.Count("Work")));
    }
}
