using System.Security.Cryptography;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>Programs of others against our FTP server.</summary>
public sealed class FtpClientsTests
{
    static readonly byte[] s_content = RandomNumberGenerator.GetBytes(1_000_000);

    public static bool HasCurl => OtherProgram.IsExpected("curl");

    public static bool HasLftp => OtherProgram.IsExpected("lftp");

    // Not --ssl-reqd with --ftp-port: curl 7.88, which Debian 12 has, sends its data in clear text there, to any server.
    [Theory(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    [InlineData("ftp", "")]
    [InlineData("ftp", "--disable-epsv")]
    [InlineData("ftp", "--ftp-port 127.0.0.1")]
    [InlineData("ftp", "--ftp-port 127.0.0.1 --disable-eprt")]
    [InlineData("ftp", "--ssl-reqd")]
    [InlineData("ftps", "")]
    public async Task Curl_puts_a_file_and_gets_it_back(string scheme, string options)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["ftp", "ftps"]);
        string url = $"{scheme}://bob:hungry@127.0.0.1:{servers.Port(scheme)}/new/a.bin";
        string[] common = ["-sS", "--cacert", servers.Certificate, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        Finished put = await OtherProgram.Run("curl", [.. common, "--ftp-create-dirs", "-T", folder.Write("a.bin", s_content), url]);
        Finished get = await OtherProgram.Run("curl", [.. common, "-o", folder.At("b.bin"), url]);

        Assert.Equal((0, ""), (put.ExitCode, put.Errors));
        Assert.Equal((0, ""), (get.ExitCode, get.Errors));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(folder.At("b.bin"), TestContext.Current.CancellationToken));
    }

    [Fact(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    public async Task Curl_resumes_both_ways()
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["ftp"]);
        string url = $"ftp://bob:hungry@127.0.0.1:{servers.Port("ftp")}/";
        await File.WriteAllBytesAsync(Path.Combine(servers.Files, "up.bin"), s_content[..400_000], TestContext.Current.CancellationToken);
        folder.Write("down.bin", s_content[..700_000]);

        Finished put = await OtherProgram.Run("curl", "-sS", "-C", "-", "-T", folder.Write("up.bin", s_content), url);
        Finished get = await OtherProgram.Run("curl", "-sS", "-C", "-", "-o", folder.At("down.bin"), url + "up.bin");

        Assert.Equal((0, 0), (put.ExitCode, get.ExitCode));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(servers.Files, "up.bin"), TestContext.Current.CancellationToken));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(folder.At("down.bin"), TestContext.Current.CancellationToken));
    }

    [Fact(SkipUnless = nameof(HasCurl), Skip = "curl is not installed")]
    public async Task Curl_does_not_get_out_of_the_root()
    {
        using RunningServers servers = await RunningServers.Start(["ftp"]);
        string[] words = ["-sS", "--path-as-is", "--ftp-method", "nocwd", $"ftp://bob:hungry@127.0.0.1:{servers.Port("ftp")}/../../certificate.pem"];

        Finished got = await OtherProgram.Run("curl", words);

        Assert.NotEqual(0, got.ExitCode);
        Assert.Equal("", got.Output);
    }

    [Theory(SkipUnless = nameof(HasLftp), Skip = "lftp is not installed")]
    [InlineData("ftp", "set ftp:ssl-allow no")]
    [InlineData("ftp", "set ftp:ssl-allow no; set ftp:passive-mode off")]
    [InlineData("ftp", "set ftp:ssl-allow no; set ftp:prefer-epsv yes")]
    [InlineData("ftp", "set ftp:ssl-allow no; set ftp:use-mode-z yes")]
    [InlineData("ftp", "set ftp:ssl-force yes; set ftp:ssl-protect-data yes")]
    [InlineData("ftp", "set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:passive-mode off")]
    [InlineData("ftps", "")]
    public async Task Lftp_mirrors_a_folder_there_and_back(string scheme, string settings)
    {
        using var folder = new TemporaryFolder();
        using RunningServers servers = await RunningServers.Start(["ftp", "ftps"]);
        Directory.CreateDirectory(folder.At("here/deep"));
        folder.Write("here/a.bin", s_content);
        folder.Write("here/deep/crêpe.txt", "one\ntwo\n"u8.ToArray());
        string script = $"set cmd:fail-exit yes; set net:max-retries 1; set ssl:ca-file {servers.Certificate}; {settings}; open -u bob,hungry {scheme}://127.0.0.1:{servers.Port(scheme)}; "
            + $"mirror -R {folder.At("here")} there; mv there/a.bin there/b.bin; mirror there {folder.At("back")}; ls there; rm -r there; bye";

        Finished done = await OtherProgram.Run("lftp", "--norc", "-c", script);

        Assert.True(done.ExitCode == 0, done.Errors);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(folder.At("back/b.bin"), TestContext.Current.CancellationToken));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(folder.At("back/deep/crêpe.txt"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFileSystemEntries(servers.Files));
    }
}
