using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class ReplyMeaningTests
{
    [Theory]
    [InlineData("smtp", "250", "Ok", "done")]
    [InlineData("smtp", "550", "5.1.1 User unknown", "no such mailbox")]
    [InlineData("smtp", "550", "5.1.1", "no such mailbox")]
    [InlineData("smtp", "550", "5.99.99 Odd", "mailbox not available")]
    [InlineData("smtp", "599", "Odd", "failed for good")]
    [InlineData("smtp", "250", "2.1.0 Sender ok", "done")]
    [InlineData("ftp", "530", "Not logged in", "not logged in")]
    [InlineData("ftp", "550", "5.1.1 is a version here", "file not available")]
    [InlineData("pop3", "-ERR", "no", "refused")]
    [InlineData("pop3", "+OK", "yes", null)]
    [InlineData("imap", "BAD", "what", "not understood")]
    [InlineData("imap", null, "", null)]
    [InlineData("smtp", "junk", "", null)]
    public void A_code_is_explained(string protocol, string? code, string text, string? expected)
    {
        Assert.Equal(expected, ReplyMeaning.Of(protocol, code, text));
    }
}
