using System.Buffers;
using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class UuDecoderTests
{
    [Theory]
    [InlineData("begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\n \nend\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\n\nend\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\nend\n", "Cat")]
    [InlineData("text before\nbegin 644 cat.txt\n#0V%T\n`\nend\ntext behind\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\n`\nend", "Cat")]
    [InlineData("begin 644 x\n!00\n`\nend\n", "A")]
    [InlineData("begin 644 x\n\"04(\n`\nend\n", "AB")]
    [InlineData("begin 644 x\n#0V%TX\n`\nend\n", "Cat")]
    [InlineData("begin 644 empty\n`\nend\n", "")]
    public void A_file_is_decoded(string encoded, string expected)
    {
        var decoder = new UuDecoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.False(decoder.IsDamaged);
        Assert.Equal(expected, Decoding.InEveryWay(() => new UuDecoder(), encoded));
    }

    [Fact]
    public void Blanks_eaten_at_the_end_of_a_line_are_zeros()
    {
        Assert.Equal("A\0\0\0\0", Decoding.InEveryWay(() => new UuDecoder(), "begin 644 x\n%00\n`\nend\n"));
    }

    [Theory]
    [InlineData("no file here\n", "")]
    [InlineData("begin 644 cat.txt\n#0V%T\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\nlower case is no data\n`\nend\n", "Cat")]
    [InlineData("begin 644 cat.txt\n#0V%T\n`\nending\n", "Cat")]
    public void A_file_without_its_lines_is_told(string encoded, string expected)
    {
        var decoder = new UuDecoder();

        Assert.Equal(expected, Decoding.InPieces(decoder, encoded, 100));
        Assert.True(decoder.IsDamaged);
    }

    [Fact]
    public void Behind_a_gap_it_goes_on_at_the_next_line()
    {
        var decoder = new UuDecoder();
        var target = new ArrayBufferWriter<byte>();

        decoder.Decode("begin 644 x\n#0V%T\n#0V"u8, target);
        decoder.Gap(target);
        decoder.Decode("%T\n#0V%T\n`\nend\n"u8, target);

        Assert.Equal("CatCCat", Encoding.ASCII.GetString(target.WrittenSpan));
    }

    [Fact]
    public void Lines_that_promise_much_give_a_bounded_file()
    {
        string encoded = "begin 644 x\n" + string.Concat(Enumerable.Repeat("M\n", 100_000));

        Assert.Equal(45 * 100_000, Decoding.InPieces(new UuDecoder(), encoded, 1000).Length);
    }
}
