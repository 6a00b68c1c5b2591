using System.Text;
using Analyzer.Dissection.Mail;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class Base64DecoderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("QQ==", "A")]
    [InlineData("QUI=", "AB")]
    [InlineData("QUJD", "ABC")]
    [InlineData("QUJD\r\nREVG\r\n", "ABCDEF")]
    [InlineData("Q U\tJ\nD", "ABC")]
    [InlineData("+/+/", "\u00FB\u00FF\u00BF")]
    public void Quanta_become_bytes(string encoded, string expected)
    {
        var decoder = new Base64Decoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.False(decoder.IsDamaged);
        Assert.Equal(expected, Decoding.InEveryWay(() => new Base64Decoder(), encoded));
    }

    [Theory]
    [InlineData("QUJDRA", "ABCD")]
    [InlineData("QUJDREU", "ABCDE")]
    public void Missing_padding_is_taken_as_meant(string encoded, string expected)
    {
        Assert.Equal(expected, Decoding.InEveryWay(() => new Base64Decoder(), encoded));
    }

    [Theory]
    [InlineData("QU*JD", "ABC")]
    [InlineData("QUJD----REVG", "ABCDEF")]
    [InlineData("\u00FF\0QUJD", "ABC")]
    [InlineData("QQ==REVG", "ADEF")]
    [InlineData("QQ=\r\n=REVG", "ADEF")]
    [InlineData("NA==\r\nMg==", "42")]
    [InlineData("QUI=REVGRw==", "ABDEFG")]
    [InlineData("QQ==UUJD", "AQBC")]
    [InlineData("QUJDR", "ABC")]
    [InlineData("Q=UJD", "ABC")]
    public void Damage_is_read_around_and_told(string encoded, string expected)
    {
        var decoder = new Base64Decoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.True(decoder.IsDamaged);
        Assert.Equal(expected, Decoding.InEveryWay(() => new Base64Decoder(), encoded));
    }

    [Fact]
    public void More_padding_than_needed_is_no_data()
    {
        Assert.Equal("A", Decoding.InEveryWay(() => new Base64Decoder(), "QQ======"));
        Assert.Equal("ABC", Decoding.InEveryWay(() => new Base64Decoder(), "QUJD===="));
    }

    [Fact]
    public void Any_bytes_in_lines_of_any_length_come_back()
    {
        Prop.ForAll<byte[], PositiveInt, PositiveInt>((bytes, lineLength, pieceSize) =>
        {
            IEnumerable<string> lines = Convert.ToBase64String(bytes).Chunk(lineLength.Get).Select(line => new string(line));
            return Encoding.Latin1.GetString(bytes) == Decoding.InPieces(new Base64Decoder(), string.Join("\r\n", lines), pieceSize.Get);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData("QUJD\r\n")]
    [InlineData("=")]
    [InlineData("*")]
    [InlineData("QUJ*")]
    [InlineData("Q==")]
    [InlineData("\r\n")]
    public void A_long_body_gives_no_more_than_three_quarters(string piece)
    {
        string body = string.Concat(Enumerable.Repeat(piece, 500_000));

        Assert.InRange(Decoding.InPieces(new Base64Decoder(), body, 1460).Length, 0, body.Length * 3 / 4);
    }
}
