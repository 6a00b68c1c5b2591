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

    // Where a line ends where the last one did, what stands between is not looked through for blanks before it is decoded.
    [Fact]
    public void Blanks_anywhere_change_nothing()
    {
        Prop.ForAll<byte[], PositiveInt, (NonNegativeInt Place, NonNegativeInt Kind)[]>((bytes, pieceSize, blanks) =>
        {
            string body = string.Join("\r\n", Convert.ToBase64String(bytes).Chunk(4).Select(line => new string(line)));
            foreach (((int place, int kind), int i) in blanks.Select((blank, i) => ((blank.Place.Get, blank.Kind.Get), i))) body = body.Insert(place % (body.Length + 1), i % 2 == 0 ? " " : "\t\r\n"[(kind % 3)..]);
            var decoder = new Base64Decoder();
            return Encoding.Latin1.GetString(bytes) == Decoding.InPieces(decoder, body, pieceSize.Get) && !decoder.IsDamaged;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
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
