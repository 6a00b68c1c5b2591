using System.Text;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;

namespace Analyzer.Tests.Dissection.Text;

public sealed class ReplyLineTests
{
    static ReplyLine Parse(string text) =>
        ReplyLine.Parse(new Line { Text = Encoding.Latin1.GetBytes(text), End = LineEnd.CrLf, Offset = 0, Time = default, Packet = 7 });

    [Theory]
    [InlineData("250 ok", 250, true, "ok")]
    [InlineData("250-more to come", 250, false, "more to come")]
    [InlineData("250", 250, true, "")]
    [InlineData("250 ", 250, true, "")]
    [InlineData("250-", 250, false, "")]
    [InlineData("250\ttab", 250, true, "tab")]
    [InlineData("631 x", 631, true, "x")]
    [InlineData("150 opening", 150, true, "opening")]
    public void A_reply_line_has_a_code_and_a_text(string text, int code, bool isLast, string rest)
    {
        ReplyLine line = Parse(text);

        Assert.Equal(code, line.Number);
        Assert.Equal($"{code}", line.Code);
        Assert.Equal(isLast, line.IsLast);
        Assert.Equal(rest, line.Text);
        Assert.Equal(7, line.Packet);
    }

    [Theory]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("2500 octets")]
    [InlineData("250ok")]
    [InlineData("2x0 ok")]
    [InlineData("050 ok")]
    [InlineData("750 ok")]
    [InlineData(" 250 ok")]
    public void Another_line_is_text_without_a_code(string text)
    {
        ReplyLine line = Parse(text);

        Assert.Null(line.Code);
        Assert.Equal(0, line.Number);
        Assert.False(line.IsLast);
        Assert.Equal(text, line.Text);
    }

    [Theory]
    [InlineData("220 x", true, false)]
    [InlineData("354 x", false, false)]
    [InlineData("421 x", false, true)]
    [InlineData("550 x", false, true)]
    [InlineData("x", false, false)]
    public void The_first_digit_is_the_verdict(string text, bool isPositive, bool isNegative)
    {
        Assert.Equal(isPositive, Parse(text).IsPositive);
        Assert.Equal(isNegative, Parse(text).IsNegative);
    }
}
