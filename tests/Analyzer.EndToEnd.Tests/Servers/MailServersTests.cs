using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary><c>analyzer fetch</c> against Dovecot, and against our own servers.</summary>
public sealed class MailServersTests
{
    const string Message = "From: alice@crepes.fr\r\nSubject: two parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n.text\r\n--b\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQA=\r\n--b--\r\n";

    readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public static bool HasDovecot => OtherProgram.IsExpected("dovecot") && Environment.IsPrivilegedProcess;

    [Theory(SkipUnless = nameof(HasDovecot), Skip = "dovecot is not installed, or cannot be started without rights")]
    [InlineData("")]
    [InlineData("--starttls --insecure")]
    [InlineData("--starttls --insecure --compress")]
    [InlineData("--auth SCRAM-SHA-256")]
    [InlineData("--auth CRAM-MD5 --compress")]
    [InlineData("--auth PLAIN")]
    [InlineData("--auth LOGIN")]
    public async Task Our_agent_fetches_from_dovecot_by_imap(string way)
    {
        using var dovecot = await RunningDovecot.Start(Message);

        await FetchByImap($"imap://bob:hungry@127.0.0.1:{dovecot.ImapPort}", way);
    }

    [Theory(SkipUnless = nameof(HasDovecot), Skip = "dovecot is not installed, or cannot be started without rights")]
    [InlineData("")]
    [InlineData("--starttls --insecure")]
    [InlineData("--auth APOP")]
    [InlineData("--auth SCRAM-SHA-256")]
    [InlineData("--auth CRAM-MD5")]
    [InlineData("--auth PLAIN")]
    public async Task Our_agent_fetches_from_dovecot_by_pop3(string way)
    {
        using var dovecot = await RunningDovecot.Start(Message);

        await FetchByPop3($"pop3://bob:hungry@127.0.0.1:{dovecot.Pop3Port}", way);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--starttls --insecure --compress")]
    public async Task Our_agent_fetches_from_our_server_by_imap(string way)
    {
        using RunningServers servers = await StartAsync();

        await FetchByImap($"imap://bob:hungry@127.0.0.1:{servers.Port("imap")}", way);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--starttls --insecure")]
    [InlineData("--auth APOP")]
    public async Task Our_agent_fetches_from_our_server_by_pop3(string way)
    {
        using RunningServers servers = await StartAsync();

        await FetchByPop3($"pop3://bob:hungry@127.0.0.1:{servers.Port("pop3")}", way);
    }

    // Whole, headers, one part, and then for good.
    async Task FetchByImap(string url, string way)
    {
        using var folder = new TemporaryFolder();
        string[] words = ["fetch", url, "--quiet", .. way.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        Finished listed = await AnalyzerCommand.Run([.. words, "--list"]);
        Finished header = await AnalyzerCommand.Run([.. words, "--headers", "--search", "SUBJECT \"two parts\""]);
        Finished part = await AnalyzerCommand.Run([.. words, "--part", "2", "--output", folder.At("part")]);
        Finished missing = await AnalyzerCommand.Run([.. words, "--part", "7"]);
        Finished moved = await AnalyzerCommand.Run([.. words, "--delete", "--output", folder.At("mail")]);
        Finished empty = await AnalyzerCommand.Run([.. words, "--keep"]);

        Assert.Contains("INBOX", listed.Output, StringComparison.Ordinal);
        Assert.EndsWith("boundary=b\r\n\r\n", header.Output, StringComparison.Ordinal);
        Assert.Equal("GIF89a\u0001\0", await File.ReadAllTextAsync(Directory.GetFiles(folder.At("part")).Single(), _cancel));
        Assert.Equal(3, missing.ExitCode);
        Assert.EndsWith(Message, await File.ReadAllTextAsync(Directory.GetFiles(folder.At("mail")).Single(), _cancel), StringComparison.Ordinal);
        Assert.All([listed, header, part, moved, empty], done => Assert.Equal((0, ""), (done.ExitCode, done.Errors)));
        Assert.Equal("", empty.Output);
    }

    async Task FetchByPop3(string url, string way)
    {
        using var folder = new TemporaryFolder();
        string[] words = ["fetch", url, "--quiet", .. way.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        Finished header = await AnalyzerCommand.Run([.. words, "--headers"]);
        Finished kept = await AnalyzerCommand.Run([.. words]);
        Finished moved = await AnalyzerCommand.Run([.. words, "--delete", "--output", folder.At("mail")]);
        Finished empty = await AnalyzerCommand.Run([.. words]);

        Assert.EndsWith("boundary=b\r\n\r\n", header.Output, StringComparison.Ordinal);
        Assert.EndsWith(Message, kept.Output, StringComparison.Ordinal);
        Assert.EndsWith(Message, await File.ReadAllTextAsync(Directory.GetFiles(folder.At("mail")).Single(), _cancel), StringComparison.Ordinal);
        Assert.All([header, kept, moved, empty], done => Assert.Equal((0, ""), (done.ExitCode, done.Errors)));
        Assert.Equal("", empty.Output);
    }

    [Theory]
    [InlineData("pop3://bob:wrong@127.0.0.1:POP3", 4)]
    [InlineData("imap://bob:wrong@127.0.0.1:IMAP", 4)]
    [InlineData("imap://bob:hungry@127.0.0.1:IMAP/Nowhere", 4)]
    [InlineData("imap://bob:hungry@127.0.0.1:1", 2)]
    [InlineData("imaps://bob:hungry@127.0.0.1:IMAP", 2)]
    [InlineData("imap://bob:hungry@127.0.0.1:IMAP --starttls", 2)]
    [InlineData("pop3://bob:hungry@127.0.0.1:POP3 --part 2", 1)]
    [InlineData("pop3://bob:hungry@127.0.0.1:POP3 --keep --delete", 1)]
    [InlineData("pop3://127.0.0.1:POP3", 1)]
    [InlineData("http://bob@127.0.0.1", 1)]
    public async Task The_exit_status_tells_what_went_wrong(string line, int status)
    {
        using RunningServers servers = await StartAsync();
        line = line.Replace("POP3", $"{servers.Port("pop3")}", StringComparison.Ordinal).Replace("IMAP", $"{servers.Port("imap")}", StringComparison.Ordinal);

        Finished done = await AnalyzerCommand.Run(["fetch", .. line.Split(' ')]);

        Assert.Equal(status, done.ExitCode);
        Assert.Equal(1, done.Errors.Count(c => c == '\n'));
        Assert.Equal("", done.Output);
    }

    [Fact]
    public async Task What_breaks_off_leaves_no_file_and_removes_nothing()
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await StartAsync("--fault", "pop3.retr:cut=50");

        Finished done = await AnalyzerCommand.Run("fetch", $"pop3://bob:hungry@127.0.0.1:{servers.Port("pop3")}", "--delete", "--output", folder.At("mail"));

        Assert.Equal(3, done.ExitCode);
        Assert.Empty(Directory.GetFiles(folder.At("mail")));
        Assert.Equal(1, new RunningMailbox(servers).Count());
    }

    [Theory]
    [InlineData("pop3", "C: PASS (hidden)")]
    [InlineData("imap", "C: a1 LOGIN \"bob\" (hidden)")]
    public async Task A_trace_shows_the_dialogue_without_the_password(string scheme, string line)
    {
        using RunningServers servers = await StartAsync();

        Finished done = await AnalyzerCommand.Run("fetch", $"{scheme}://bob:hungry@127.0.0.1:{servers.Port(scheme)}", "--trace");

        Assert.Contains(line, done.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hungry", done.Errors, StringComparison.Ordinal);
    }

    static async Task<RunningServers> StartAsync(params string[] words)
    {
        using var folder = new TemporaryFolder();
        RunningServers servers = await RunningServers.Start(["smtp", "pop3", "imap"], words);
        Finished sent = await AnalyzerCommand.Run("send", folder.Write("a.eml", System.Text.Encoding.ASCII.GetBytes(Message)), "--server", $"127.0.0.1:{servers.Port("smtp")}", "--from", "alice@crepes.fr", "--to", "bob@hamburger.edu");
        Assert.True(sent.ExitCode == 0, sent.Errors);
        await new RunningMailbox(servers).HasAsync(1);
        return servers;
    }

    /// <summary>Dovecot with Bob's mailbox, on free ports of 127.0.0.1.</summary>
    sealed class RunningDovecot : IDisposable
    {
        readonly TemporaryFolder _folder = new();
        Process? _process;

        public int ImapPort { get; } = OtherProgram.FreePort();

        public int Pop3Port { get; } = OtherProgram.FreePort();

        public static async Task<RunningDovecot> Start(string message)
        {
            var dovecot = new RunningDovecot();
            using RunningServers ours = await RunningServers.Start(["imap"]);
            TemporaryFolder folder = dovecot._folder;
            folder.Write("certificate.pem", await File.ReadAllBytesAsync(ours.Certificate));
            folder.Write("users", "bob:{PLAIN}hungry\n"u8.ToArray());
            Directory.CreateDirectory(folder.At("mail/bob/new"));
            Directory.CreateDirectory(folder.At("mail/bob/cur"));
            Directory.CreateDirectory(folder.At("mail/bob/tmp"));
            folder.Write("mail/bob/new/1.a.b", System.Text.Encoding.ASCII.GetBytes(message));
            string settings = folder.Write("conf", System.Text.Encoding.ASCII.GetBytes(dovecot.Settings()));
            // It works as another user, who must get in and may write.
            await OtherProgram.Run("chmod", "755", folder.Path);
            await OtherProgram.Run("chown", "-R", "nobody:nogroup", folder.At("mail"));
            dovecot._process = OtherProgram.Start("dovecot", "-F", "-c", settings);
            await OtherProgram.Listening(dovecot.ImapPort, dovecot._process);
            await OtherProgram.Listening(dovecot.Pop3Port, dovecot._process);
            return dovecot;
        }

        public void Dispose()
        {
            // Its children end with it when it is asked, not when it is killed.
            if (_process is { HasExited: false })
            {
                using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
                _process.WaitForExit();
            }
            _process?.Dispose();
            _folder.Dispose();
        }

        string Settings() => $$"""
            base_dir = {{_folder.At("run")}}
            state_dir = {{_folder.At("run")}}
            log_path = {{_folder.At("log")}}
            protocols = imap pop3
            ssl = yes
            ssl_cert = <{{_folder.At("certificate.pem")}}
            ssl_key = <{{_folder.At("certificate.pem")}}
            disable_plaintext_auth = no
            auth_mechanisms = plain login cram-md5 scram-sha-256 apop
            default_login_user = nobody
            default_internal_user = nobody
            default_internal_group = nogroup
            first_valid_uid = 0
            mail_location = maildir:{{_folder.At("mail")}}/%u
            mail_plugins = zlib
            protocol imap {
              mail_plugins = zlib imap_zlib
            }
            service imap-login {
              chroot =
              inet_listener imap {
                address = 127.0.0.1
                port = {{ImapPort}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                address = 127.0.0.1
                port = {{Pop3Port}}
              }
              inet_listener pop3s {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            passdb {
              driver = passwd-file
              args = scheme=PLAIN {{_folder.At("users")}}
            }
            userdb {
              driver = static
              args = uid=65534 gid=65534 home={{_folder.At("mail")}}/%u
            }

            """;
    }
}
