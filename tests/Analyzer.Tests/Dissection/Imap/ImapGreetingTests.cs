using System.Text;
using Analyzer.Dissection;
using Analyzer.Dissection.Imap;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapGreetingTests
{
    [Theory]
    [InlineData("* OK IMAP4 ready\r\n", "", true)]
    [InlineData("* PREAUTH hi\r\n", "", true)]
    [InlineData("* 3 EXISTS\r\n", "", true)]
    [InlineData("* O", "", null)]
    [InlineData("*", "", null)]
    [InlineData("", "", null)]
    [InlineData("220 mail ESMTP\r\n", "", false)]
    [InlineData("+OK POP3\r\n", "", false)]
    [InlineData("* hello\r\n", "", false)]
    [InlineData("", "a001 LOGIN x y\r\n", true)]
    [InlineData("", ". CAPABILITY\r\n", true)]
    [InlineData("", "a001 LOG", null)]
    [InlineData("", "HELP LIST\r\n", false)]
    [InlineData("", "USER alice\r\n", false)]
    public void IMAP_is_known_by_its_first_line(string server, string client, bool? expected) =>
        Assert.Equal(expected, ImapGreeting.Matches(Encoding.ASCII.GetBytes(server), Encoding.ASCII.GetBytes(client)));

    [Fact]
    public void A_long_greeting_is_known_before_its_end() =>
        Assert.True(ImapGreeting.Matches(Encoding.ASCII.GetBytes("* OK [CAPABILITY " + new string('X', 100)), default));

    [Fact]
    public void The_protocol_is_in_the_registry() => Assert.Contains(ImapDissector.Protocol, Protocols.All);
}
