using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Mail;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MimeReaderTests
{
    static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    static string Mail(params string[] parts) =>
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n" + string.Concat(parts.Select(part => "--b\n" + part + "\n")) + "--b--\n";

    [Fact]
    public void A_message_without_parts_is_one_leaf()
    {
        MimeMessage message = Reading.Of("Subject: Hi\n\nHello\n");

        Assert.Equal("1", message.Root.Number);
        Assert.Equal("text/plain", message.Root.ContentType.MediaType);
        Assert.Equal((15, 7), (message.Root.BodyOffset, message.Root.BodyLength));
        Assert.Equal(22, message.Length);
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void Each_part_is_the_range_of_its_bytes()
    {
        byte[] bytes = Reading.Bytes(Mail("Content-Type: text/plain\n\nOne\n", "Content-Type: text/html\n\n<p>Two"));

        MimeMessage message = Reading.Of(bytes);

        Assert.Equal(["One\r\n", "<p>Two"], message.Root.Children.Select(part => Encoding.ASCII.GetString(bytes, (int)part.BodyOffset, (int)part.BodyLength)));
        Assert.All(message.Root.Children, part => Assert.Equal("Content-Type", Encoding.ASCII.GetString(bytes, (int)part.Offset, 12)));
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("x-uuencode")]
    public void A_part_s_size_hash_and_first_bytes_are_of_the_decoded_content(string encoding)
    {
        string encoded = encoding switch
        {
            "base64" => Convert.ToBase64String(Picture),
            "quoted-printable" => string.Concat(Picture.Select(value => $"={value:X2}")),
            _ => "begin 644 dot.png\n" + Uuencode(Picture) + "`\nend\n",
        };
        MimeMessage message = Reading.Of(Mail($"Content-Type: image/png\nContent-Transfer-Encoding: {encoding}\n\n{encoded}"));

        MimePart part = message.Root.Children[0];

        Assert.Equal(Picture.Length, part.DecodedSize);
        Assert.Equal(SHA256.HashData(Picture), part.Sha256);
        Assert.Equal(Picture[..16], part.FirstBytes.ToArray());
        Assert.Equal("PNG image", FileSignature.Detect(part.FirstBytes.Span)!.Name);
    }

    [Theory]
    [InlineData("7bit")]
    [InlineData("8bit")]
    [InlineData("binary")]
    [InlineData("x-unheard-of")]
    public void Content_that_is_not_encoded_is_hashed_without_the_line_end_of_the_boundary(string encoding)
    {
        MimeMessage message = Reading.Of(Mail($"Content-Transfer-Encoding: {encoding}\n\nabc\n\n"));

        Assert.Equal(SHA256.HashData("abc\r\n\r\n"u8), message.Root.Children[0].Sha256);
    }

    [Fact]
    public void Without_hashes_sizes_and_first_bytes_remain()
    {
        using var reader = new MimeReader(null, MimeDigest.Size);
        reader.Feed(Reading.Bytes(Mail("Content-Transfer-Encoding: base64\n\nTVqQAA==\n")));

        MimePart part = reader.Complete().Root.Children[0];

        Assert.Equal(4, part.DecodedSize);
        Assert.Null(part.Sha256);
        Assert.Equal([0x4D, 0x5A, 0x90, 0], part.FirstBytes.ToArray());
    }

    [Fact]
    public void An_embedded_message_is_hashed_without_the_line_end_of_the_boundary()
    {
        const string Inner = "Subject: inner\n\nText\n";
        MimeMessage message = Reading.Of(Mail("Content-Type: message/rfc822\n\n" + Inner));

        MimePart embedded = message.Root.Children[0];

        Assert.Equal(SHA256.HashData(Reading.Bytes(Inner)), embedded.Sha256);
        Assert.Equal(Inner.Length + 3, embedded.DecodedSize);
        Assert.Equal("inner", embedded.Children[0].Headers.Decode("Subject"));
    }

    [Fact]
    public void An_embedded_message_in_another_is_hashed_by_itself()
    {
        const string Innermost = "Subject: innermost\n\nText";
        const string Inner = "Subject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: message/rfc822\n\n" + Innermost + "\n--c--";
        MimeMessage message = Reading.Of(Mail("Content-Type: message/rfc822\n\n" + Inner));

        MimePart outer = message.Root.Children[0];
        MimePart inner = outer.Children[0].Children[0];

        Assert.Equal(SHA256.HashData(Reading.Bytes(Inner)), outer.Sha256);
        Assert.Equal(SHA256.HashData(Reading.Bytes(Innermost)), inner.Sha256);
    }

    [Fact]
    public void An_embedded_message_cut_within_its_header_ends_before_the_boundary()
    {
        MimeMessage message = Reading.Of(Mail("Content-Type: message/rfc822\n\nSubject: x\nTo: y"));

        MimePart embedded = message.Root.Children[0];

        Assert.Equal(SHA256.HashData("Subject: x\r\nTo: y"u8), embedded.Sha256);
        Assert.Equal(17, embedded.BodyLength);
    }

    [Fact]
    public void An_encoded_embedded_message_is_a_leaf_with_the_decoded_bytes()
    {
        MimeMessage message = Reading.Of(Mail("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA0KDQpZ\n"));

        MimePart part = message.Root.Children[0];

        Assert.True(part.IsLeaf);
        Assert.True(part.IsAttachment);
        Assert.Equal(SHA256.HashData("Subject: x\r\n\r\nY"u8), part.Sha256);
    }

    [Fact]
    public void The_parts_of_a_digest_are_messages()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nText\n--d--\n");

        MimePart part = message.Root.Children[0];

        Assert.Equal("message/rfc822", part.ContentType.MediaType);
        Assert.Equal("one", part.Children[0].Headers.Decode("Subject"));
    }

    [Theory]
    [InlineData("multipart/alternative")]
    [InlineData("multipart/related; type=\"text/html\"; start=\"<a@b>\"")]
    [InlineData("multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256")]
    [InlineData("multipart/report; report-type=delivery-status")]
    [InlineData("multipart/parallel")]
    [InlineData("multipart/x-own")]
    public void Every_multipart_has_parts(string type)
    {
        MimeMessage message = Reading.Of($"Content-Type: {type}; boundary=b\n\n--b\n\nOne\n--b\n\nTwo\n--b--\n");

        Assert.Equal(["1", "2"], message.Root.Children.Select(part => part.Number));
    }

    [Fact]
    public void The_first_part_of_a_signed_message_is_the_exact_bytes_that_are_signed()
    {
        const string Signed = "Content-Type: text/plain\n\nI agree. \n";
        byte[] bytes = Reading.Bytes("Content-Type: multipart/signed; boundary=b\n\n--b\n" + Signed + "\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n");

        MimePart part = Reading.Of(bytes).Root.Children[0];

        Assert.Equal(Reading.Bytes(Signed), bytes[(int)part.Offset..(int)(part.BodyOffset + part.BodyLength)]);
    }

    [Fact]
    public void A_line_that_only_begins_with_the_boundary_is_content()
    {
        MimeMessage message = Reading.Of(Mail("\n--bb\n--b-\n--b--x\n-- b\n"));

        Assert.Equal("\r\n--bb\r\n--b-\r\n--b--x\r\n-- b\r\n".Length - 2, message.Root.Children[0].DecodedSize);
    }

    [Fact]
    public void Text_before_and_behind_the_parts_belongs_to_none()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\nThis is MIME.\n--b\n\nOne\n--b--\nThe end.\n--b\n\nNot a part\n");

        MimePart part = Assert.Single(message.Root.Children);
        Assert.Equal(3, part.DecodedSize);
    }

    [Fact]
    public void A_uuencoded_file_in_a_text_is_found_and_decoded()
    {
        MimeMessage message = Reading.Of("Subject: x\n\nHere it is:\n\nbegin 644 dot.png\n" + Uuencode(Picture) + "`\nend\n\nBye\n");

        UuencodedFile file = Assert.Single(message.Root.UuencodedFiles);

        Assert.Equal("dot.png", file.Name);
        Assert.Equal(SHA256.HashData(Picture), file.Sha256);
        Assert.True(file.IsComplete);
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("8bit")]
    [InlineData("x-uuencode")]
    public void Feeding_a_body_allocates_nothing(string encoding)
    {
        using var reader = new MimeReader();
        reader.Feed(Reading.Bytes($"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/x\nContent-Transfer-Encoding: {encoding}\n\nbegin 644 x\n"));
        byte[] lines = Reading.Bytes(string.Concat(Enumerable.Repeat("#REVGR0hJSktMTU5P=\nUVJT\n--x\n", 40)));
        for (int i = 0; i < 100; i++) reader.Feed(lines);

        long allocated = Allocations.Least(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                reader.Feed(lines.AsSpan(0, 700));
                reader.Feed(lines.AsSpan(700));
            }
        });

        Assert.Equal(0, allocated);
    }

    static string Uuencode(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte[] line in bytes.Chunk(45))
        {
            text.Append(Uu(line.Length));
            foreach (byte[] group in line.Chunk(3))
            {
                byte[] three = [.. group, 0, 0];
                int bits = three[0] << 16 | three[1] << 8 | three[2];
                for (int shift = 18; shift >= 0; shift -= 6) text.Append(Uu(bits >> shift & 0x3F));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    static char Uu(int value) => value == 0 ? '`' : (char)(value + ' ');
}
