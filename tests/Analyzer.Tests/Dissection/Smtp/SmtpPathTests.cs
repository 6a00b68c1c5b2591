using System.Text;
using Analyzer.Dissection.Smtp;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpPathTests
{
    [Theory]
    [InlineData("FROM:<ann@a.example>", "ann@a.example")]
    [InlineData("FROM: <ann@a.example>", "ann@a.example")]
    [InlineData("FROM:\t<ann@a.example> SIZE=1", "ann@a.example")]
    [InlineData("FROM:ann@a.example", "ann@a.example")]
    [InlineData("FROM:ann@a.example SIZE=1 BODY=8BITMIME", "ann@a.example")]
    [InlineData("FROM:<>", "")]
    [InlineData("FROM:<> SIZE=1", "")]
    [InlineData("FROM:", "")]
    [InlineData("", "")]
    [InlineData("TO:<Postmaster>", "Postmaster")]
    [InlineData("TO:<bad address>", "bad address")]
    [InlineData("TO:<@one.example,@two.example:bob@b.example>", "bob@b.example")]
    [InlineData("TO:<@one.example>", "@one.example")]
    [InlineData("TO:<\"a>b c\"@b.example> NOTIFY=NEVER", "\"a>b c\"@b.example")]
    [InlineData("TO:<\"a\\\">b\"@b.example>", "\"a\\\">b\"@b.example")]
    [InlineData("TO:<\"never closed@b.example>", "\"never closed@b.example")]
    [InlineData("TO:<user@[IPv6:2001:db8::1]>", "user@[IPv6:2001:db8::1]")]
    [InlineData("TO:<never.closed@b.example", "never.closed@b.example")]
    [InlineData("TO:<", "")]
    [InlineData("TO:<\"", "\"")]
    [InlineData("TO:<\"\\", "\"\\")]
    public void A_path_is_the_mailbox_alone(string argument, string mailbox) => Assert.Equal(mailbox, SmtpPath.Parse(Encoding.UTF8.GetBytes(argument)));
}
