using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Ftp;
using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpSecurityTests
{
    [Fact]
    public async Task Control_and_data_connections_are_protected()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(context: new ServerContextShape { HasTls = true });
        await dialogue.HearAsync();
        dialogue.Write("a.txt", "secret");
        Assert.StartsWith("234", await dialogue.SayAsync("AUTH TLS"), StringComparison.Ordinal);
        await using SslStream control = await SecureAsync(dialogue.Control);
        using var lines = new StreamReader(control, Encoding.ASCII);

        Assert.StartsWith("331", await SayAsync(control, lines, "USER alice"), StringComparison.Ordinal);
        Assert.StartsWith("230", await SayAsync(control, lines, "PASS hungry"), StringComparison.Ordinal);
        Assert.StartsWith("503", await SayAsync(control, lines, "PROT P"), StringComparison.Ordinal);
        Assert.StartsWith("200", await SayAsync(control, lines, "PBSZ 0"), StringComparison.Ordinal);
        Assert.StartsWith("536", await SayAsync(control, lines, "PROT S"), StringComparison.Ordinal);
        Assert.StartsWith("200", await SayAsync(control, lines, "PROT P"), StringComparison.Ordinal);
        Assert.True(FtpAddress.TryFindPort(await SayAsync(control, lines, "EPSV"), out int port));
        using var data = new TcpClient();
        await data.ConnectAsync(dialogue.Server.Address, port, TestContext.Current.CancellationToken);
        Assert.StartsWith("125", await SayAsync(control, lines, "RETR a.txt"), StringComparison.Ordinal);
        await using SslStream plain = await SecureAsync(data.GetStream());
        using var file = new StreamReader(plain);
        Assert.Equal("secret", await file.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("226", await lines.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_before_the_protection_does_not_count()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(context: new ServerContextShape { HasTls = true });
        await dialogue.Control.WriteAsync("AUTH TLS\r\nUSER mallory\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.StartsWith("234", await dialogue.HearAsync(), StringComparison.Ordinal);
        await using SslStream control = await SecureAsync(dialogue.Control);
        using var lines = new StreamReader(control, Encoding.ASCII);

        Assert.StartsWith("530", await SayAsync(control, lines, "PWD"), StringComparison.Ordinal);
        Assert.StartsWith("503", await SayAsync(control, lines, "PASS hungry"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Implicit_TLS_begins_with_the_first_octet()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(options => options with { IsImplicitTls = true }, new ServerContextShape { HasTls = true });
        await using SslStream control = await SecureAsync(dialogue.Control);
        using var lines = new StreamReader(control, Encoding.ASCII);

        Assert.StartsWith("220", await lines.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("331", await SayAsync(control, lines, "USER alice"), StringComparison.Ordinal);
    }

    static async Task<SslStream> SecureAsync(NetworkStream stream)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, CertificateChecks.AcceptAny);
        await tls.AuthenticateAsClientAsync("crepes.fr");
        return tls;
    }

    static async Task<string> SayAsync(SslStream control, StreamReader lines, string line)
    {
        await control.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        return await lines.ReadLineAsync() ?? "";
    }
}
