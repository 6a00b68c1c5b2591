using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

/// <summary>Malformed mail, as RFC 7103 and the wild have it.</summary>
public sealed class MimeToleranceTests
{
    [Fact]
    public void A_body_may_begin_without_a_blank_line()
    {
        MimeMessage message = Reading.Of("Subject: x\nHello there\nMore\n");

        Assert.Equal("x", message.Subject);
        Assert.Equal(12, message.Root.BodyOffset);
        Assert.Equal([new MimeDefect(MimeDefectKind.MissingBlankLine, 12)], message.Defects);
    }

    [Fact]
    public void A_message_may_have_no_header()
    {
        MimeMessage message = Reading.Of("Hello there\nMore\n");

        Assert.Empty(message.Headers);
        Assert.Equal(message.Length, message.Root.DecodedSize);
    }

    [Fact]
    public void Text_with_a_colon_in_it_is_no_field()
    {
        MimeMessage message = Reading.Of("Subject: x\nHe said that: no\nnothing\n");

        Assert.Single(message.Headers);
    }

    [Fact]
    public void A_line_without_a_colon_amid_known_fields_stays_in_the_header()
    {
        MimeMessage message = Reading.Of("Subject: x\ngarbage\nTo: a@x.example\n\nText\n");

        Assert.Equal("a@x.example", message.To[0].Address);
        Assert.Equal(("", "garbage"), (message.Headers[1].Name, Encoding.ASCII.GetString(message.Headers[1].RawValue)));
        Assert.Equal([new MimeDefect(MimeDefectKind.MalformedHeaderLine, 12)], message.Defects);
    }

    [Fact]
    public void A_field_name_may_have_blanks_before_the_colon()
    {
        Assert.Equal("x", Reading.Of("Subject : x\n\n").Subject);
    }

    [Theory]
    [InlineData("From ")]
    [InlineData(">From ")]
    public void An_mbox_line_before_the_header_is_no_field(string mark)
    {
        MimeMessage message = Reading.Of($"{mark}nobody Mon Jan  1 00:00:00 2024\nSubject: x\n\nText\n");

        Assert.Equal("x", message.Subject);
        Assert.Contains(MimeDefectKind.EnvelopeLine, Reading.Kinds(message));
    }

    [Fact]
    public void A_text_that_begins_with_From_is_not_taken_for_an_mbox_line()
    {
        Assert.Equal(0, Reading.Of("From here on\nthe road is bad.\n").Root.BodyOffset);
    }

    [Theory]
    [InlineData("\n", MimeDefectKind.BareLineFeed)]
    [InlineData("\r", MimeDefectKind.BareCarriageReturn)]
    public void Lines_may_end_in_one_character(string ending, MimeDefectKind defect)
    {
        string text = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nOne\n--b\n\nTwo\n--b--\n".Replace("\n", ending);

        MimeMessage message = Reading.Of(Encoding.ASCII.GetBytes(text));

        Assert.Equal([3, 3], message.Root.Children.Select(part => part.DecodedSize));
        Assert.Contains(defect, Reading.Kinds(message));
    }

    [Fact]
    public void Mixed_line_ends_in_a_body_are_told()
    {
        MimeMessage message = Reading.Of(Encoding.ASCII.GetBytes("Subject: x\r\n\r\none\r\ntwo\nthree\rfour\r\n"));

        Assert.Equal([new MimeDefect(MimeDefectKind.BareLineFeed, 22), new MimeDefect(MimeDefectKind.BareCarriageReturn, 28)], message.Defects);
    }

    [Fact]
    public void A_missing_mime_version_does_not_matter_but_is_told()
    {
        MimeMessage message = Reading.Of("Content-Type: text/html\n\n<p>x\n");

        Assert.Equal("text/html", message.Root.ContentType.MediaType);
        Assert.Equal([MimeDefectKind.MissingMimeVersion], Reading.Kinds(message));
    }

    [Fact]
    public void A_missing_boundary_is_taken_from_the_first_line_that_looks_like_one()
    {
        MimeMessage message = Reading.Of("MIME-Version: 1.0\nContent-Type: multipart/mixed\n\nHi\n-- \n-----\n--=_Part 1\n--=_1\n\nOne\n--=_1\n\nTwo\n--=_1--\n");

        Assert.Equal(2, message.Root.Children.Count);
        Assert.Equal([MimeDefectKind.MissingBoundary], Reading.Kinds(message));
    }

    [Fact]
    public void A_missing_boundary_does_not_swallow_the_outer_one()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed\n\n--b\n\nTwo\n--b--\n");

        Assert.Equal(2, message.Root.Children.Count);
    }

    [Fact]
    public void A_multipart_whose_boundary_never_occurs_is_a_leaf()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n--c\n\nOne\n--c--\n");

        Assert.True(message.Root.IsLeaf);
        Assert.True(message.Root.IsAttachment);
        Assert.Equal(message.Root.BodyLength, message.Root.DecodedSize);
        Assert.Contains(new MimeDefect(MimeDefectKind.BoundaryNotFound, 0), message.Defects);
    }

    [Fact]
    public void A_boundary_that_begins_another_is_told_apart()
    {
        MimeMessage message = Reading.Of(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nOne\n--bb--\n--b\n\nTwo\n--b--\n");

        Assert.Equal(["1", "1.1", "2"], message.Root.SelfAndDescendants().Skip(1).Select(part => part.Number));
    }

    [Fact]
    public void An_inner_multipart_with_the_outer_s_boundary_loses_no_part()
    {
        MimeMessage message = Reading.Of(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nOne\n--b\n\nTwo\n--b--\n--b\n\nThree\n--b--\n");

        Assert.Equal(["1", "1.1", "1.2", "2"], message.Root.SelfAndDescendants().Skip(1).Select(part => part.Number));
        Assert.Contains(MimeDefectKind.DuplicateBoundary, Reading.Kinds(message));
    }

    [Fact]
    public void A_multipart_without_its_end_keeps_its_parts_and_is_incomplete()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nOne\n--b\n\nTwo");

        Assert.Equal([true, false], message.Root.Children.Select(part => part.IsComplete));
        Assert.False(message.Root.IsComplete);
        Assert.Contains(MimeDefectKind.UnterminatedMultipart, Reading.Kinds(message));
    }

    [Fact]
    public void An_inner_multipart_without_its_end_ends_with_the_outer_one_s_next_part()
    {
        MimeMessage message = Reading.Of(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nOne\n--b\n\nTwo\n--b--\n");

        Assert.Equal(["1", "1.1", "2"], message.Root.SelfAndDescendants().Skip(1).Select(part => part.Number));
        Assert.True(message.Root.IsComplete);
        Assert.False(message.Root.Children[0].IsComplete);
    }

    [Theory]
    [InlineData("--b \t")]
    [InlineData("--b                              ")]
    public void Blanks_may_stand_behind_a_boundary(string line)
    {
        Assert.Single(Reading.Of($"Content-Type: multipart/mixed; boundary=b\n\n{line}\n\nOne\n--b-- \n").Root.Children);
    }

    [Fact]
    public void A_boundary_within_a_header_ends_the_part()
    {
        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\nX-Half: y\n--b\n\nTwo\n--b--\n");

        Assert.Equal([("image/png", 0L), ("text/plain", 3)], message.Root.Children.Select(part => (part.ContentType.MediaType, part.BodyLength)));
        Assert.Contains(MimeDefectKind.HeaderCutByBoundary, Reading.Kinds(message));
    }

    [Fact]
    public void The_first_of_a_repeated_field_counts()
    {
        MimeMessage message = Reading.Of("Subject: one\nSubject: two\n\n");

        Assert.Equal("one", message.Subject);
        Assert.Equal([new MimeDefect(MimeDefectKind.DuplicateField, 14)], message.Defects);
    }

    [Fact]
    public void Transfer_encodings_of_multiparts_are_not_undone()
    {
        MimeMessage message = Reading.Of("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nOne\n--b--\n");

        Assert.Equal(3, message.Root.Children[0].DecodedSize);
        Assert.Equal([MimeDefectKind.EncodedMultipart], Reading.Kinds(message));
    }

    [Theory]
    [InlineData("base64;", TransferEncoding.Base64)]
    [InlineData("\"base64\"", TransferEncoding.Base64)]
    [InlineData("BASE64 (comment)", TransferEncoding.Base64)]
    [InlineData("(comment) Quoted-Printable", TransferEncoding.QuotedPrintable)]
    [InlineData("8-bit", TransferEncoding.EightBit)]
    [InlineData("uue", TransferEncoding.Uuencode)]
    [InlineData("", TransferEncoding.SevenBit)]
    [InlineData("rot13", TransferEncoding.Unknown)]
    public void Transfer_encodings_are_read_leniently(string value, TransferEncoding expected)
    {
        Assert.Equal(expected, Reading.Of($"Content-Transfer-Encoding: {value}\n\nx").Root.TransferEncoding);
    }

    [Theory]
    [InlineData("Subject: x\n\nna\u00EFve\n", MimeDefectKind.Undeclared8Bit, 16)]
    [InlineData("Subject: x\n\nab\0cd\n", MimeDefectKind.NulByte, 16)]
    [InlineData("Subject: caf\u00E9\n\n", MimeDefectKind.Undeclared8BitHeader, 0)]
    [InlineData("Subject: a\0b\n\n", MimeDefectKind.NulByte, 0)]
    [InlineData("Content-Transfer-Encoding: base64\n\nQU*JD\n", MimeDefectKind.InvalidBase64, 37)]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\na=XY\n", MimeDefectKind.InvalidQuotedPrintable, 47)]
    [InlineData("Content-Transfer-Encoding: rot13\n\nx\n", MimeDefectKind.UnknownEncoding, 0)]
    public void What_is_not_allowed_is_told_with_its_place(string text, MimeDefectKind kind, long offset)
    {
        Assert.Equal([new MimeDefect(kind, offset)], Reading.Of(text).Defects);
    }

    [Fact]
    public void A_line_of_more_than_998_bytes_is_told_with_its_beginning()
    {
        string text = "Subject: x\n\n" + new string('a', 998) + "\n" + new string('b', 999) + "\n";

        Assert.Equal([new MimeDefect(MimeDefectKind.LineTooLong, 14 + 1000)], Reading.Of(text).Defects);
    }

    [Fact]
    public void Utf8_in_a_header_is_no_defect()
    {
        Assert.Empty(Reading.Of(Encoding.UTF8.GetBytes("Subject: Příliš\r\n\r\n")).Defects);
    }
}
