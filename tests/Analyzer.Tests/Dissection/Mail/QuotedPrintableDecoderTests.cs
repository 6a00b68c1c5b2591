using System.Text;
using Analyzer.Dissection.Mail;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class QuotedPrintableDecoderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain\r\ntext", "plain\r\ntext")]
    [InlineData("=41=e9=E9", "A\u00E9\u00E9")]
    [InlineData("a=\r\nb", "ab")]
    [InlineData("a=\nb", "ab")]
    [InlineData("a=\rb", "ab")]
    [InlineData("a= \t\r\nb", "ab")]
    [InlineData("a=", "a")]
    [InlineData("a=\r\n", "a")]
    [InlineData("a=\r\n=\r\n\r\nb", "a\r\nb")]
    [InlineData("a \r\nb", "a \r\nb")]
    [InlineData("a_b", "a_b")]
    public void Escapes_and_soft_breaks_are_undone(string encoded, string expected)
    {
        var decoder = new QuotedPrintableDecoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.False(decoder.IsDamaged);
        Assert.Equal(expected, Decoding.InEveryWay(() => new QuotedPrintableDecoder(), encoded));
    }

    [Theory]
    [InlineData("=4G", "=4G")]
    [InlineData("=XY", "=XY")]
    [InlineData("==41", "==41")]
    [InlineData("==\r\n", "==\r\n")]
    [InlineData("=4=41", "=4A")]
    [InlineData("=4", "=4")]
    [InlineData("= x", "= x")]
    [InlineData("= =41", "= A")]
    [InlineData("= ", "= ")]
    [InlineData("=\u00E9", "=\u00E9")]
    public void What_is_no_escape_is_kept_and_told(string encoded, string expected)
    {
        var decoder = new QuotedPrintableDecoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.True(decoder.IsDamaged);
        Assert.Equal(expected, Decoding.InEveryWay(() => new QuotedPrintableDecoder(), encoded));
    }

    [Fact]
    public void Blanks_without_end_behind_an_equals_sign_are_text()
    {
        string encoded = "=" + new string(' ', 1000) + "\r\n";

        Assert.Equal(encoded, Decoding.InEveryWay(() => new QuotedPrintableDecoder(), encoded));
    }

    [Fact]
    public void Any_bytes_come_back()
    {
        Prop.ForAll<byte[], PositiveInt>((bytes, size) =>
        {
            string encoded = string.Concat(bytes.Select(value => value % 3 == 0 ? $"=\r\n={value:X2}" : $"={value:x2}"));
            return Encoding.Latin1.GetString(bytes) == Decoding.InPieces(new QuotedPrintableDecoder(), encoded, size.Get);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_text_gives_no_more_than_it_has()
    {
        Prop.ForAll<byte[], PositiveInt>((bytes, size) =>
        {
            string text = Encoding.Latin1.GetString(bytes);
            return Decoding.InPieces(new QuotedPrintableDecoder(), text, size.Get).Length <= text.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
