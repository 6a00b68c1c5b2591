using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MimeReaderGapTests
{
    static MimeMessage WithGap(string before, int missing, string after)
    {
        using var reader = new MimeReader();
        reader.Feed(Reading.Bytes(before));
        reader.Gap(missing);
        reader.Feed(Reading.Bytes(after));
        return reader.Complete();
    }

    [Fact]
    public void A_part_with_a_gap_is_marked_and_has_no_hash()
    {
        MimeMessage message = WithGap(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nWhole\n--b\nContent-Transfer-Encoding: base64\n\nQUJD\nQU",
            100,
            "JD\nQUJD\n--b\n\nWhole too\n--b--\n");

        MimePart damaged = message.Root.Children[1];

        Assert.Equal([true, false, true], message.Root.Children.Select(part => part.IsComplete));
        Assert.Equal([0, 100, 0], message.Root.Children.Select(part => part.Missing));
        Assert.Null(damaged.Sha256);
        Assert.Null(damaged.DecodedSize);
        Assert.NotNull(message.Root.Children[2].Sha256);
        Assert.Equal(100, message.Root.Missing);
        Assert.Contains(new MimeDefect(MimeDefectKind.Gap, 109), message.Defects);
    }

    [Fact]
    public void Ranges_behind_a_gap_count_the_missing_bytes()
    {
        const string Before = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nAb";
        MimeMessage message = WithGap(Before, 1000, "cd\n--b\n\nNext\n--b--\n");

        MimePart first = message.Root.Children[0];

        Assert.Equal(2 + 1000 + 2, first.BodyLength);
        Assert.Equal(Reading.Bytes(Before).Length + 1000 + "cd\r\n--b\r\n\r\n".Length, message.Root.Children[1].BodyOffset);
    }

    [Fact]
    public void A_gap_in_the_header_leaves_the_fields_around_it()
    {
        MimeMessage message = WithGap("From: a@x.example\nSubj", 20, "bject of nothing\nTo: b@x.example\n\nText\n");

        Assert.Equal("a@x.example", message.From[0].Address);
        Assert.Equal("b@x.example", message.To[0].Address);
        Assert.Null(message.Subject);
        Assert.False(message.Root.IsComplete);
        Assert.Null(message.Root.Sha256);
    }

    [Fact]
    public void A_gap_over_the_end_of_the_header_goes_on_in_the_body()
    {
        MimeMessage message = WithGap("From: a@x.example\nSubject: x", 20, "ay, a lot\nof text.\n");

        Assert.Equal(Reading.Bytes("From: a@x.example\nSubject: x").Length + 20 + "ay, a lot\r\n".Length, message.Root.BodyOffset);
    }

    [Fact]
    public void A_boundary_is_found_again_behind_a_gap()
    {
        MimeMessage message = WithGap("Content-Type: multipart/mixed; boundary=b\n\nprea", 7, "mble\n--b\n\nPart\n--b--\n");

        Assert.Equal(4, Assert.Single(message.Root.Children).DecodedSize);
    }

    [Fact]
    public void An_embedded_message_with_a_gap_has_no_hash()
    {
        MimeMessage message = WithGap(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: in\n\nSome", 5, "thing\n--b--\n");

        MimePart embedded = message.Root.Children[0];

        Assert.Null(embedded.Sha256);
        Assert.Equal(5, embedded.Missing);
    }

    [Fact]
    public void A_gap_of_nothing_is_none()
    {
        MimeMessage message = WithGap("Subject: x\n\nHello", 0, " world");

        Assert.Equal(11, message.Root.DecodedSize);
        Assert.True(message.Root.IsComplete);
    }

    [Fact]
    public void Base64_is_in_step_again_at_the_next_line_behind_a_gap()
    {
        var decoder = PartDecoder.Create(Reading.Of("Content-Transfer-Encoding: base64\n\nQUJD\n").Root);
        var decoded = new System.Buffers.ArrayBufferWriter<byte>();

        decoder.Decode("QUJDRE"u8, decoded);
        decoder.Gap(decoded);
        decoder.Decode("xx\r\nREVG\r\n"u8, decoded);
        decoder.Flush(decoded);

        Assert.Equal("ABCDDEF", Encoding.ASCII.GetString(decoded.WrittenSpan));
        Assert.True(decoder.IsDamaged);
    }
}
