using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary><c>analyzer ftp</c> against servers of others, and our own.</summary>
public sealed class FtpServersTests
{
    // The module that Debian has belongs to Debian's interpreter.
    const string Python = "/usr/bin/python3";

    const string PythonServer = """
        import sys
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler
        from pyftpdlib.servers import FTPServer
        users = DummyAuthorizer()
        users.add_user('alice', 'hungry', sys.argv[1], perm='elradfmwMT')
        FTPHandler.authorizer = users
        FTPServer(('127.0.0.1', int(sys.argv[2])), FTPHandler).serve_forever()
        """;

    static readonly byte[] s_content = RandomNumberGenerator.GetBytes(1_000_000);

    public static bool HasPython => OtherProgram.IsExpected(Python) && (Environment.GetEnvironmentVariable("CI") is not null || Directory.Exists("/usr/lib/python3/dist-packages/pyftpdlib"));

    public static bool HasVsftpd => OtherProgram.IsExpected("vsftpd") && Environment.IsPrivilegedProcess;

    public static TheoryData<string> Ways => ["", "--active", "--extended", "--active --extended"];

    [Theory(SkipUnless = nameof(HasPython), Skip = "pyftpdlib is not installed")]
    [MemberData(nameof(Ways))]
    public async Task Our_agent_works_with_pyftpdlib(string way)
    {
        using var folder = new TemporaryFolder();
        int port = OtherProgram.FreePort();
        using Process server = OtherProgram.Start(Python, folder.Write("server.py", System.Text.Encoding.ASCII.GetBytes(PythonServer)), folder.Path, port.ToString(CultureInfo.InvariantCulture));
        try
        {
            await OtherProgram.Listening(port, server);
            await PutGetAndResume(folder, $"ftp://alice:hungry@127.0.0.1:{port}/", way);
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory(SkipUnless = nameof(HasVsftpd), Skip = "vsftpd is not installed, or cannot be started without rights")]
    [MemberData(nameof(Ways))]
    [InlineData("--starttls --insecure")]
    public async Task Our_agent_works_with_vsftpd(string way)
    {
        using var folder = new TemporaryFolder();
        using RunningServers ours = await RunningServers.Start(["ftp"]);
        int port = OtherProgram.FreePort();
        Directory.CreateDirectory(folder.At("shown/in"));
        Directory.CreateDirectory(folder.At("empty"));
        // It serves guests as another user, who must get in and may write.
        await OtherProgram.Run("chmod", "755", folder.Path);
        await OtherProgram.Run("chmod", "777", folder.At("shown/in"));
        string settings = $"""
            listen=YES
            listen_address=127.0.0.1
            listen_port={port}
            background=NO
            anonymous_enable=YES
            anon_root={folder.At("shown")}
            anon_upload_enable=YES
            anon_other_write_enable=YES
            anon_world_readable_only=NO
            write_enable=YES
            secure_chroot_dir={folder.At("empty")}
            seccomp_sandbox=NO
            connect_from_port_20=NO
            ssl_enable=YES
            allow_anon_ssl=YES
            require_ssl_reuse=NO
            rsa_cert_file={ours.Certificate}
            rsa_private_key_file={ours.Certificate}

            """;
        using Process server = OtherProgram.Start("vsftpd", folder.Write("vsftpd.conf", System.Text.Encoding.ASCII.GetBytes(settings)));
        try
        {
            await OtherProgram.Listening(port, server);
            await PutGetAndResume(folder, $"ftp://127.0.0.1:{port}/in/", way);
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [InlineData("--compress")]
    [InlineData("--starttls --insecure")]
    public async Task Our_agent_works_with_our_server(string way)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["ftp"]);

        await PutGetAndResume(folder, $"ftp://bob:hungry@127.0.0.1:{servers.Port("ftp")}/", way);
    }

    [Theory]
    [InlineData("get", "ftp://bob:wrong@127.0.0.1:PORT/a", 4)]
    [InlineData("get", "ftp://bob:hungry@127.0.0.1:PORT/missing", 4)]
    [InlineData("get", "ftp://bob:hungry@127.0.0.1:1/a", 2)]
    [InlineData("list", "ftps://bob:hungry@127.0.0.1:TLSPORT/", 2)]
    [InlineData("get", "http://127.0.0.1/a", 1)]
    [InlineData("get", "ftp://bob:hungry@127.0.0.1:PORT/cut.bin", 4)]
    [InlineData("list", "ftp://bob:hungry@127.0.0.1:PORT/", 0)]
    public async Task The_exit_status_tells_what_went_wrong(string what, string url, int status)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["ftp", "ftps"], "--fault", "ftp.data=*cut.bin:cut=10");
        await File.WriteAllBytesAsync(Path.Combine(servers.Files, "cut.bin"), s_content, TestContext.Current.CancellationToken);
        url = url.Replace("TLSPORT", $"{servers.Port("ftps")}", StringComparison.Ordinal).Replace("PORT", $"{servers.Port("ftp")}", StringComparison.Ordinal);

        Finished done = what == "get" ? await AnalyzerCommand.Run("ftp", what, url, folder.At("a")) : await AnalyzerCommand.Run("ftp", what, url);

        Assert.Equal(status, done.ExitCode);
        Assert.Equal(status != 0, done.Errors.Length > 0);
        Assert.DoesNotContain("   at ", done.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_shows_the_dialogue_without_the_password()
    {
        using RunningServers servers = await RunningServers.Start(["ftp"]);

        Finished done = await AnalyzerCommand.Run("ftp", "list", $"ftp://bob:hungry@127.0.0.1:{servers.Port("ftp")}/", "--trace");

        Assert.Contains("S: 331 Username OK, password required", done.Errors, StringComparison.Ordinal);
        Assert.Contains("C: LIST", done.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hungry", done.Errors, StringComparison.Ordinal);
    }

    static async Task PutGetAndResume(TemporaryFolder folder, string url, string way)
    {
        string[] options = ["--quiet", .. way.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string local = folder.Write("local.bin", s_content);

        Assert.Equal(Done, await AnalyzerCommand.Run(["ftp", "put", local, url + "a.bin", .. options]));
        Assert.Contains("a.bin", (await AnalyzerCommand.Run(["ftp", "list", url, .. options])).Output, StringComparison.Ordinal);
        Assert.Equal(Done, await AnalyzerCommand.Run(["ftp", "get", url + "a.bin", folder.At("b.bin"), .. options]));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(folder.At("b.bin"), TestContext.Current.CancellationToken));

        folder.Write("b.bin", s_content[..300_000]);
        Assert.Equal(Done, await AnalyzerCommand.Run(["ftp", "get", url + "a.bin", folder.At("b.bin"), "--resume", .. options]));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(folder.At("b.bin"), TestContext.Current.CancellationToken));
    }

    static Finished Done => new(0, "", "");
}
