using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MimePartTests
{
    [Fact]
    public void Parts_are_numbered_as_in_Imap()
    {
        // The example of RFC 9051 6.4.5, shortened.
        MimeMessage message = Reading.Of("""
            Content-Type: multipart/mixed; boundary=a

            --a

            1
            --a
            Content-Type: message/rfc822

            Content-Type: multipart/mixed; boundary=b

            --b

            2.1
            --b
            Content-Type: multipart/alternative; boundary=c

            --c

            2.2.1
            --c--
            --b--
            --a
            Content-Type: message/rfc822

            Subject: no parts

            3.1
            --a--

            """);

        Assert.Equal(["", "1", "2", "2", "2.1", "2.2", "2.2.1", "3", "3.1"], message.Root.SelfAndDescendants().Select(part => part.Number));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Content-Type: text/html\n", false)]
    [InlineData("Content-Type: text/html\nContent-Disposition: inline\n", false)]
    [InlineData("Content-Type: text/html; name=x.html\n", true)]
    [InlineData("Content-Disposition: attachment\n", true)]
    [InlineData("Content-Disposition: inline; filename=\n", true)]
    [InlineData("Content-Type: image/png\n", true)]
    [InlineData("Content-Type: message/delivery-status\n", true)]
    [InlineData("Content-Type: application/pdf\nContent-Disposition: inline\n", true)]
    public void A_leaf_that_is_named_or_no_text_to_read_is_an_attachment(string header, bool isAttachment)
    {
        Assert.Equal(isAttachment, Reading.Of("MIME-Version: 1.0\n" + header + "\nText").Root.IsAttachment);
    }

    [Fact]
    public void An_embedded_message_is_an_attachment_and_so_are_those_in_it()
    {
        MimeMessage message = Reading.Of("""
            Content-Type: multipart/mixed; boundary=a

            --a

            Text
            --a
            Content-Type: message/rfc822

            Content-Type: multipart/mixed; boundary=b

            --b

            Text
            --b
            Content-Type: application/pdf; name=x.pdf

            %PDF-1.4
            --b--
            --a--

            """);

        Assert.Equal([("message/rfc822", null), ("application/pdf", "x.pdf")], message.Attachments.Select(one => (one.ContentType, one.Name)));
    }

    [Fact]
    public void A_uuencoded_file_is_an_attachment()
    {
        MimeAttachment attachment = Assert.Single(Reading.Of("Subject: x\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n").Attachments);

        Assert.Equal(("cat.txt", 3L), (attachment.Name, attachment.Size));
        Assert.NotNull(attachment.Derived);
    }

    [Fact]
    public void A_part_tells_its_fields()
    {
        MimePart part = Reading.Of("Content-ID: <a@b>\nContent-Description: =?utf-8?Q?=C3=A9?=\nContent-Location: http://x.example/a.png\n\n").Root;

        Assert.Equal(("a@b", "é", "http://x.example/a.png"), (part.ContentId, part.Description, part.Location));
    }

    [Fact]
    public void A_part_without_such_fields_tells_nothing()
    {
        MimePart part = Reading.Of("Subject: x\n\n").Root;

        Assert.Equal((null, null, null, null), (part.ContentId, part.Description, part.Disposition, part.FileName));
        Assert.True(part.RawFileName.IsEmpty);
    }

    [Fact]
    public void A_disposition_tells_its_kind_and_parameters()
    {
        ContentDisposition disposition = Reading.Of("Content-Disposition: Attachment; filename=a; size=\"12\"\n\n").Root.Disposition!;

        Assert.Equal(("attachment", "12"), (disposition.Kind, disposition.Parameters.Find("size")!.Value));
    }
}
