using System.Buffers;
using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class UuScannerTests
{
    const string Cat = "begin 644 cat.txt\n#0V%T\n`\nend\n";

    static IReadOnlyList<UuencodedFile> Files(string body, string header = "Subject: x\n") => Reading.Of(header + "\n" + body).Root.UuencodedFiles;

    [Theory]
    [InlineData("")]
    [InlineData("Text before\n\n")]
    [InlineData("begin\n")]
    [InlineData("begin 644\n")]
    [InlineData("begin 9 x\n")]
    [InlineData("begin 644 notes\nlower case text\n")]
    [InlineData("begi\nbegin \n")]
    public void A_file_is_found_wherever_it_begins(string before)
    {
        UuencodedFile file = Assert.Single(Files(before + Cat + "after\n"));

        Assert.Equal(("cat.txt", Reading.Bytes(before).Length, Reading.Bytes(Cat).Length, 3L), (file.Name, file.TextOffset, file.TextLength, file.Size));
        Assert.True(file.IsComplete);
        Assert.Equal("Cat"u8, file.FirstBytes);
    }

    [Fact]
    public void Several_files_are_found()
    {
        Assert.Equal(["cat.txt", "cat.txt", "dog"], Files(Cat + Cat + "and\n" + Cat.Replace("cat.txt", "dog")).Select(file => file.Name));
    }

    [Theory]
    [InlineData("begin 644 x")]
    [InlineData("Let us begin 644 x\n#0V%T\n")]
    [InlineData("begin 644 x\nNext to lower case\n")]
    [InlineData("begin 644 x\n\n")]
    [InlineData("begin the day\n#0V%T\n")]
    public void Text_that_looks_like_a_file_is_none(string body)
    {
        Assert.Empty(Files(body));
    }

    [Fact]
    public void A_file_that_is_cut_is_told()
    {
        UuencodedFile file = Assert.Single(Files("begin 644 cat.txt\n#0V%T\n"));

        Assert.False(file.IsComplete);
        Assert.Equal(3, file.Size);
    }

    [Fact]
    public void Only_plain_text_is_searched()
    {
        Assert.Empty(Files(Cat, "Content-Type: text/html\n"));
        Assert.Empty(Files(Cat, "Content-Type: application/octet-stream\n"));
    }

    [Fact]
    public void A_file_in_an_encoded_text_is_found_in_the_decoded_one()
    {
        string body = Convert.ToBase64String(Reading.Bytes("Hi\n" + Cat));

        UuencodedFile file = Assert.Single(Files(body, "Content-Transfer-Encoding: base64\n"));

        Assert.Equal((4, 3L), (file.TextOffset, file.Size));
    }

    [Fact]
    public void A_file_is_decoded_later_from_the_range_of_its_part()
    {
        byte[] bytes = Reading.Bytes("Content-Transfer-Encoding: quoted-printable\n\nHi=21\n" + Cat + "bye\n" + Cat.Replace("#0V%T", "#1&]G"));
        MimePart part = Reading.Of(bytes).Root;
        var target = new ArrayBufferWriter<byte>();

        var decoder = PartDecoder.Create(part.UuencodedFiles[1]);
        decoder.Decode(bytes.AsSpan((int)part.BodyOffset, (int)part.BodyLength), target);
        decoder.Flush(target);

        Assert.Equal("Dog", Encoding.ASCII.GetString(target.WrittenSpan));
    }

    [Fact]
    public void A_name_in_another_charset_is_kept_in_bytes_too()
    {
        UuencodedFile file = Assert.Single(Files(Cat.Replace("cat", "c\u00E9t")));

        Assert.Equal("cét.txt", file.Name);
        Assert.Equal(0xE9, file.RawName[1]);
    }
}
