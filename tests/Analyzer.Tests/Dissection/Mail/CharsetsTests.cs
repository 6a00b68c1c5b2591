using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class CharsetsTests
{
    [Theory]
    [InlineData("utf-8", "C3A9", "é")]
    [InlineData("UTF8", "C3A9", "é")]
    [InlineData("\"utf-8\"", "C3A9", "é")]
    [InlineData("iso-8859-1", "E9", "é")]
    [InlineData("latin1", "9192", "‘’")]
    [InlineData("iso-8859-2", "F8", "ř")]
    [InlineData("iso-8859-5", "B0", "А")]
    [InlineData("iso-8859-7", "E1", "α")]
    [InlineData("iso-8859-8", "E0", "א")]
    [InlineData("iso-8859-8-i", "E0", "א")]
    [InlineData("iso-8859-8-e", "E0", "א")]
    [InlineData("iso8859-9", "FE", "ş")]
    [InlineData("iso-8859-11", "A1", "ก")]
    [InlineData("tis-620", "A1", "ก")]
    [InlineData("iso8859-15", "A4", "€")]
    [InlineData("ISO_8859-1:1987", "E9", "é")]
    [InlineData("windows-1251", "CF", "П")]
    [InlineData("cp1251", "CF", "П")]
    [InlineData("cp-850", "81", "ü")]
    [InlineData("IBM850", "81", "ü")]
    [InlineData("dos-437", "81", "ü")]
    [InlineData("koi8-r", "CF", "о")]
    [InlineData("koi8-u", "A4", "є")]
    [InlineData("gb2312", "B2E2CAD4", "测试")]
    [InlineData("gbk", "81308130", "\u0080")]
    [InlineData("hz-gb-2312", "7E7B32624A547E7D", "测试")]
    [InlineData("big5", "B4FA", "測")]
    [InlineData("big5-hkscs", "B4FA", "測")]
    [InlineData("shift_jis", "82A0", "あ")]
    [InlineData("x-sjis", "82A0", "あ")]
    [InlineData("windows-31j", "8740", "①")]
    [InlineData("euc-jp", "A4A2", "あ")]
    [InlineData("iso-2022-jp", "1B244224221B2842", "あ")]
    [InlineData("iso-2022-jp-2", "1B244224221B2842", "あ")]
    [InlineData("ks_c_5601-1987", "B0A1", "가")]
    [InlineData("euc-kr", "B0A1", "가")]
    [InlineData("iso-2022-kr", "1B2429430E30210F", "가")]
    [InlineData("macintosh", "8E", "é")]
    [InlineData("utf-16", "E900", "é")]
    [InlineData("utf-16be", "00E9", "é")]
    [InlineData("utf-16", "FFFEE900", "é")]
    [InlineData("utf-8", "EFBBBFC3A9", "é")]
    [InlineData("utf-7", "412B414F6B2D42", "AéB")]
    [InlineData("us-ascii", "4142", "AB")]
    [InlineData("ansi_x3.4-1968", "C3A9", "é")]
    [InlineData("us-ascii", "E9", "é")]
    [InlineData("x-unknown", "C3A9", "é")]
    [InlineData("x-unknown", "E9", "é")]
    [InlineData("utf-8", "41E942", "A\uFFFDB")]
    public void Names_of_the_registry_and_of_the_wild_are_known(string charset, string hex, string expected)
    {
        Assert.Equal(expected, Charsets.Decode(Convert.FromHexString(hex), charset));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-7", true)]
    [InlineData("iso-8859-10", false)]
    [InlineData("cp99999", false)]
    [InlineData("cp99999999999", false)]
    [InlineData("windows-", false)]
    [InlineData("x-unknown", false)]
    [InlineData("", false)]
    public void An_unknown_name_is_told(string charset, bool isKnown)
    {
        Assert.Equal(isKnown, Charsets.IsKnown(charset));
    }

    [Fact]
    public void Without_a_charset_text_is_UTF_8_or_Windows_1252()
    {
        Assert.Equal("é’", Charsets.Decode(Encoding.UTF8.GetBytes("é’"), null));
        Assert.Equal("é’", Charsets.Decode([0xE9, 0x92], null));
    }

    [Theory]
    [InlineData("Hi Mom -+Jjo--!", "Hi Mom -☺-!")]
    [InlineData("1 +- 1", "1 + 1")]
    [InlineData("+ZeVnLIqe", "日本語")]
    [InlineData("+2D3eAA-", "😀")]
    [InlineData("a+", "a+")]
    [InlineData("+A", "")]
    public void UTF_7_is_decoded(string text, string expected)
    {
        // RFC 2152, examples included.
        Assert.Equal(expected, Utf7.Decode(Encoding.ASCII.GetBytes(text)));
    }
}
