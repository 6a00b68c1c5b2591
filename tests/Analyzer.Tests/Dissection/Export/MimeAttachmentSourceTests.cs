using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Export;

public sealed class MimeAttachmentSourceTests
{
    const string Mixed =
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        see below
        --b
        Content-Type: application/pdf; name=a.pdf
        Content-Transfer-Encoding: base64

        JVBERi0xLjQK
        --b
        Content-Type: text/plain; name=b.txt
        Content-Transfer-Encoding: quoted-printable

        caf=C3=A9
        --b--

        """;

    const string Nested =
        """
        Content-Type: multipart/mixed; boundary=o

        --o
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: multipart/mixed; boundary=i

        --i
        Content-Type: application/octet-stream; name=in.bin
        Content-Transfer-Encoding: base64

        AAEC
        --i--
        --o
        Content-Type: image/png; name=empty.png

        --o--

        """;

    const string Uuencoded =
        """
        Subject: two files

        before
        begin 644 one.txt
        #;VYE
        `
        end
        between
        begin 644 two.txt
        #='=O
        `
        end
        after

        """;

    [Fact]
    public void Each_attachment_is_decoded()
    {
        Assert.Equal(["%PDF-1.4\n", "café"], Extract(Mixed).Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void A_message_in_a_message_and_the_file_in_that_are_open_at_once()
    {
        byte[][] files = Extract(Nested);

        Assert.Equal(3, files.Length);
        Assert.StartsWith("Subject: inner\r\n", Encoding.ASCII.GetString(files[0]), StringComparison.Ordinal);
        Assert.Contains("--i--", Encoding.ASCII.GetString(files[0]), StringComparison.Ordinal);
        Assert.Equal([0, 1, 2], files[1]);
        Assert.Empty(files[2]);
    }

    [Fact]
    public void Uuencoded_files_are_taken_out_of_their_text()
    {
        Assert.Equal(["one", "two"], Extract(Uuencoded).Select(Encoding.ASCII.GetString));
    }

    [Theory]
    [InlineData(Mixed)]
    [InlineData(Nested)]
    [InlineData(Uuencoded)]
    public void The_files_are_those_that_the_record_is_made_from(string text)
    {
        byte[] bytes = Wire(text);
        using var reader = new MimeReader();
        reader.Feed(bytes);
        MimeAttachment[] known = [.. reader.Complete().Attachments];

        byte[][] files = Extract(text);

        Assert.Equal(known.Select(file => Convert.ToHexStringLower(file.Sha256!)), files.Select(file => RecordSamples.HashOf(file)));
    }

    [Fact]
    public void A_file_with_a_gap_in_it_gives_what_is_there()
    {
        byte[] bytes = Wire(Mixed);
        int gap = bytes.AsSpan().IndexOf("JVBE"u8) + 4;
        Content content = RecordSamples.ContentOf(bytes.Length) with { Gaps = [new ContentGap(gap, 100)] };

        byte[][] files = Extract(bytes, content);

        Assert.Equal("%PD", Encoding.ASCII.GetString(files[0]));
        Assert.Equal("café", Encoding.UTF8.GetString(files[1]));
    }

    [Fact]
    public void Nothing_is_ended_that_cannot_be_read_to_its_end()
    {
        byte[] bytes = Wire(Mixed);

        Assert.Empty(Extract(bytes[..^10], RecordSamples.ContentOf(bytes.Length)));
    }

    static byte[] Wire(string text) => Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n"));

    static byte[][] Extract(string text)
    {
        byte[] bytes = Wire(text);
        return Extract(bytes, RecordSamples.ContentOf(bytes.Length));
    }

    static byte[][] Extract(byte[] capture, Content content)
    {
        var files = new Files();
        new MimeAttachmentSource().Extract(RecordSamples.Message with { Content = content }, new ContentReader(new MemoryCapture(capture)), files);
        return [.. files.Ended.OrderBy(file => file.Index).Select(file => file.Bytes)];
    }

    sealed class Files : IAttachmentTarget
    {
        readonly Dictionary<int, MemoryStream> _open = [];

        public List<(int Index, byte[] Bytes)> Ended { get; } = [];

        public void Begin(int index) => _open.Add(index, new MemoryStream());

        public void Write(int index, ReadOnlySpan<byte> bytes) => _open[index].Write(bytes);

        public void End(int index)
        {
            Ended.Add((index, _open[index].ToArray()));
            _open.Remove(index);
        }
    }
}
