using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Tests.Dissection.Text;

public sealed class DotUnstufferTests
{
    static string Unstuff(DotUnstuffer unstuffer, string wire, int pieceSize)
    {
        var content = new StringBuilder();
        for (int at = 0; at < wire.Length; at += pieceSize)
        {
            ReadOnlySpan<byte> piece = Encoding.Latin1.GetBytes(wire.Substring(at, Math.Min(pieceSize, wire.Length - at)));
            while (unstuffer.TryTake(ref piece, out ReadOnlySpan<byte> stretch)) content.Append(Encoding.Latin1.GetString(stretch));
        }
        return content.ToString();
    }

    [Theory]
    [InlineData("..a", ".a")]
    [InlineData("a\r\n..b\r\n", "a\r\n.b\r\n")]
    [InlineData("a\r\n.b\r\n", "a\r\nb\r\n")]
    [InlineData("a\n..b", "a\n..b")]
    [InlineData("a\r..b", "a\r..b")]
    [InlineData("a\r\r\n..b", "a\r\r\n.b")]
    [InlineData("\r\n..\r\n..\r\n", "\r\n.\r\n.\r\n")]
    [InlineData("...", "..")]
    [InlineData("", "")]
    public void A_doubled_dot_is_halved_however_the_text_is_cut(string wire, string content)
    {
        for (int size = 1; size <= wire.Length + 1; size++) Assert.Equal(content, Unstuff(default, wire, size));
    }

    [Fact]
    public void In_the_middle_of_a_line_a_dot_that_comes_first_stays() => Assert.Equal("..a\r\n.b", Unstuff(DotUnstuffer.InMidLine, "..a\r\n..b", 100));
}
