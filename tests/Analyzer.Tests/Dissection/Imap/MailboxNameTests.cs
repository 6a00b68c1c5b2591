using Analyzer.Dissection.Imap;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class MailboxNameTests
{
    [Theory]
    [InlineData("inbox", "INBOX")]
    [InlineData("Inbox/x", "Inbox/x")]
    [InlineData("Entw&APw-rfe", "Entw\u00FCrfe")]
    [InlineData("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/\u53F0\u5317/\u65E5\u672C\u8A9E")]
    [InlineData("A&-B", "A&B")]
    [InlineData("&-&-", "&&")]
    [InlineData("&2D3eAA-", "\U0001F600")]
    [InlineData("a&", "a&")]
    [InlineData("a&b", "a&b")]
    [InlineData("&!!-x", "&!!-x")]
    [InlineData("&AA-", "&AA-")]
    [InlineData("&2D0-", "&2D0-")]
    [InlineData("&APw", "&APw")]
    public void Modified_UTF_7_becomes_Unicode_and_what_is_none_stays(string name, string expected) =>
        Assert.Equal(expected, MailboxName.Decode(name, isUtf8: false));

    [Fact]
    public void With_UTF_8_an_ampersand_is_an_ampersand() => Assert.Equal("&APw-", MailboxName.Decode("&APw-", isUtf8: true));
}
