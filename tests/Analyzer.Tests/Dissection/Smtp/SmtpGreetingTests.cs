using System.Text;
using Analyzer.Dissection;
using Analyzer.Dissection.Smtp;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpGreetingTests
{
    static bool? Recognise(string fromServer, string fromClient) =>
        SmtpGreeting.Recognise(Encoding.Latin1.GetBytes(fromServer), Encoding.Latin1.GetBytes(fromClient));

    [Theory]
    [InlineData("220 mx.example ESMTP Postfix\r\n", "")]
    [InlineData("220-mx.example smtp\r\n220 x\r\n", "")]
    [InlineData("554 SMTP not here\r\n", "")]
    [InlineData("220 mx LMTP\r\n", "")]
    [InlineData("220 hello\r\n", "EHLO a\r\n")]
    [InlineData("", "HELO a\r\n")]
    [InlineData("", "LHLO a\r\n")]
    [InlineData("", "MAIL FROM:<a@b>\r\n")]
    [InlineData("", "rcpt to:<a@b>\r\n")]
    public void SMTP_is_recognised_on_any_port(string fromServer, string fromClient) => Assert.True(Recognise(fromServer, fromClient));

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n", "")]
    [InlineData("+OK POP3\r\n", "")]
    [InlineData("* OK IMAP\r\n", "")]
    [InlineData("220 ftp.example FTP server\r\n", "USER anonymous\r\n")]
    [InlineData("", "GET / HTTP/1.1\r\n")]
    [InlineData("200 x\r\n", "")]
    public void Others_are_not(string fromServer, string fromClient) => Assert.False(Recognise(fromServer, fromClient));

    [Theory]
    [InlineData("", "")]
    [InlineData("2", "")]
    [InlineData("220 mx.exa", "")]
    [InlineData("220 hello\r\n", "")]
    [InlineData("", "EHL")]
    public void More_bytes_may_be_needed(string fromServer, string fromClient) => Assert.Null(Recognise(fromServer, fromClient));

    [Fact]
    public void A_greeting_without_end_is_none()
    {
        Assert.False(Recognise("220 " + new string('x', 5000), ""));
        Assert.False(Recognise("", new string('x', 5000)));
    }

    [Fact]
    public void SMTP_is_in_the_registry_with_its_ports()
    {
        Protocol smtp = Assert.Single(Protocols.All, protocol => protocol.Name == "smtp");
        Assert.Equal([25, 587, 2525], smtp.Ports.Select(port => (int)port));
    }
}
