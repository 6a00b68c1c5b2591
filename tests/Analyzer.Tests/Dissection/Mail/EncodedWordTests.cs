using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class EncodedWordTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?iso-8859-1?Q?a?=", "a")]
    [InlineData("=?iso-8859-1?q?Gr=FC=DFe_aus?= Wien", "Grüße aus Wien")]
    [InlineData("=?UTF-8?B?0KHQvdC10LMg4piD?=", "Снег ☃")]
    [InlineData("=?utf-8?b?w6k?=", "é")]
    [InlineData("=?KOI8-R?B?79Teo9Q=?=", "Отчёт")]
    [InlineData("=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=", "会議")]
    [InlineData("=?GB18030?B?vL62yLGouOYgb3BlbiCBOe45?=", "季度报告 open 㐀")]
    [InlineData("=?gb2312?B?suLK1A==?=", "测试")]
    [InlineData("=?us-ascii*en?Q?Keith_Moore?=", "Keith Moore")]
    [InlineData("=?utf-8?Q??=", "")]
    public void A_word_is_decoded_by_its_charset(string text, string expected)
    {
        Assert.Equal(expected, EncodedWord.Decode(text));
    }

    [Theory]
    [InlineData("=?utf-8?Q?a?= b", "a b")]
    [InlineData("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab")]
    [InlineData("=?utf-8?Q?a?=   =?iso-8859-1?Q?b?=", "ab")]
    [InlineData("=?utf-8?Q?a_?= =?utf-8?Q?b?=", "a b")]
    [InlineData("a =?utf-8?Q?b?=", "a b")]
    public void Blanks_between_words_are_dropped_and_others_kept(string text, string expected)
    {
        // RFC 2047 8.
        Assert.Equal(expected, EncodedWord.Decode(text));
    }

    [Theory]
    [InlineData("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=")]
    [InlineData("=?utf-8?B?ww==?= =?UTF-8?B?qQ==?=")]
    [InlineData("=?utf-8?B?ww==?=  =?utf-8*fr?Q?=A9?=")]
    [InlineData("=?utf-8?Q?=C3?==?utf-8?Q?=A9?=")]
    public void A_character_split_over_two_words_is_joined(string text)
    {
        Assert.Equal("é", EncodedWord.Decode(text));
    }

    [Theory]
    [InlineData("x:=?utf-8?Q?=20y?=", "x: y")]
    [InlineData("(=?utf-8?Q?a?=)", "(a)")]
    [InlineData("\"=?utf-8?Q?a?=\"", "\"a\"")]
    [InlineData("=?utf-8?Q?a b?=", "a b")]
    [InlineData("=?utf-8?Q?=4?= =?utf-8?Q?=GG?=", "=4=GG")]
    [InlineData("=?utf-8?B?YW*Jj?=", "abc")]
    public void Words_in_wrong_places_and_with_faults_are_decoded(string text, string expected)
    {
        Assert.Equal(expected, EncodedWord.Decode(text));
    }

    [Theory]
    [InlineData("=?x-no-such?Q?a=20b?= =?x-no-such?Q?c?= d")]
    [InlineData("=?utf-8?X?a?=")]
    [InlineData("=?utf-8?Q?a")]
    [InlineData("=?utf-8")]
    [InlineData("=?")]
    [InlineData("=?utf 8?Q?a?=")]
    [InlineData("what=?!")]
    public void What_cannot_be_decoded_stays_as_it_is(string text)
    {
        Assert.Equal(text, EncodedWord.Decode(text));
    }

    [Theory]
    [InlineData("=?a?Q?")]
    [InlineData("=?a?Q?b?= ")]
    [InlineData("=?utf-8?Q?=C3?=")]
    [InlineData("=?")]
    [InlineData("?=")]
    public void A_flood_gives_no_more_text_than_it_has(string piece)
    {
        string flood = string.Concat(Enumerable.Repeat(piece, 200_000));

        Assert.InRange(EncodedWord.Decode(flood).Length, 0, flood.Length);
    }

    [Fact]
    public void Any_text_in_words_comes_back()
    {
        foreach (string text in new[] { "Příliš žluťoučký", "会議のお知らせ", "a?b=c_d e", "☃😀" })
        {
            string b = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
            string q = $"=?utf-8?Q?{string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"={value:X2}"))}?=";

            Assert.Equal([text, text], [EncodedWord.Decode(b), EncodedWord.Decode(q)]);
        }
    }
}
