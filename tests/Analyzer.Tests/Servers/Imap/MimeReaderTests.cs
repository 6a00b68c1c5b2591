using System.Text;
using Analyzer.Servers.Imap;
using Analyzer.Servers.Imap.Mime;

namespace Analyzer.Tests.Servers.Imap;

public sealed class MimeReaderTests
{
    static MimePart Read(string message, ImapServerLimits? limits = null) => MimeReader.Read(new MemoryStream(Encoding.Latin1.GetBytes(message)), limits ?? new ImapServerLimits());

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("A: b")]
    [InlineData("A: b\r\n")]
    [InlineData("A: b\r\n\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x--")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n--x--")]
    [InlineData("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n")]
    [InlineData("Content-Type: message/rfc822")]
    [InlineData("Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n")]
    [InlineData("Content-Type: ;;;=;=\"\r\n\r\nx")]
    [InlineData("--x\r\n")]
    public void Every_part_lies_within_the_message_whatever_it_holds(string message)
    {
        foreach (MimePart part in Read(message).All())
        {
            Assert.InRange(part.Start, 0, part.BodyStart);
            Assert.InRange(part.BodyStart, part.Start, part.End);
            Assert.InRange(part.End, part.BodyStart, message.Length);
            Assert.True(part.Lines >= 0);
        }
    }

    [Fact]
    public void Nesting_and_the_number_of_parts_are_bounded()
    {
        var limits = new ImapServerLimits { MimeDepth = 4, MimeParts = 10 };
        string deep = string.Concat(Enumerable.Range(0, 1000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"));
        string broad = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 1000));

        Assert.InRange(Read(deep, limits).All().Count(), 2, 5);
        Assert.Equal(10, Read(broad, limits).All().Count());
    }

    [Fact]
    public void A_boundary_ends_the_inner_multipart_that_lacks_its_own_end()
    {
        MimePart root = Read("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=ab\r\n\r\n--ab\r\n\r\none\r\n--a\r\n\r\ntwo\r\n--a--\r\n");

        Assert.Equal(2, root.Parts.Count);
        Assert.Single(root.Parts[0].Parts);
    }

    [Fact]
    public void A_line_longer_than_the_buffer_hides_no_boundary_and_makes_none()
    {
        string filler = new('x', 64 * 1024);
        MimePart root = Read($"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{filler}--b\r\n{filler}\r\n--b\r\n\r\ntwo\r\n--b--\r\n");

        Assert.Equal(2, root.Parts.Count);
        Assert.Equal(3, root.Parts[1].End - root.Parts[1].BodyStart);
    }

    [Theory]
    [InlineData("alice@crepes.fr", "NIL|alice|crepes.fr")]
    [InlineData("Alice <alice@crepes.fr>, \"Burger, Bob\" <bob@hamburger.edu>", "Alice|alice|crepes.fr;Burger, Bob|bob|hamburger.edu")]
    [InlineData("alice@crepes.fr (Alice (in Paris))", "Alice (in Paris)|alice|crepes.fr")]
    [InlineData("Friends: a@b, c@d;, e@f", "NIL|Friends|NIL;NIL|a|b;NIL|c|d;NIL|NIL|NIL;NIL|e|f")]
    [InlineData("undisclosed-recipients:;", "NIL|undisclosed-recipients|NIL;NIL|NIL|NIL")]
    [InlineData("<@route,@more:alice@crepes.fr>", "NIL|alice|crepes.fr")]
    [InlineData("\"odd@local\"@crepes.fr", "NIL|odd@local|crepes.fr")]
    [InlineData("alice", "NIL|alice|")]
    [InlineData(",,,", "")]
    [InlineData("\"open <", "NIL|open<|")]
    [InlineData("Bob <bob@", "Bob|bob|")]
    public void Addresses_are_taken_apart(string value, string expected)
    {
        IEnumerable<string> found = MailAddress.Parse(value, 100).Select(address => $"{address.Name ?? "NIL"}|{address.Mailbox ?? "NIL"}|{address.Host ?? "NIL"}");

        Assert.Equal(expected, string.Join(';', found));
    }

    [Theory]
    [InlineData("base64", "SGVsbG8=", "Hello")]
    [InlineData("BASE64", "SGV\r\nsbG8", "Hello")]
    [InlineData("base64", "SGk=SGk=", "HiHi")]
    [InlineData("base64", "!S?G k=", "Hi")]
    [InlineData("quoted-printable", "a=3Db=\r\nc=\nd", "a=bcd")]
    [InlineData("quoted-printable", "a=zz=", "a=zz=")]
    [InlineData("7bit", "a=3D", "a=3D")]
    public void A_transfer_encoding_is_undone_however_the_text_is_cut(string encoding, string text, string expected)
    {
        byte[] source = Encoding.ASCII.GetBytes(text);
        for (int size = 1; size <= source.Length; size++)
        {
            TransferDecoder decoder = TransferDecoder.Create(encoding)!;
            var result = new List<byte>();
            byte[] target = new byte[source.Length + 3];
            foreach (byte[] piece in source.Chunk(size)) result.AddRange(target[..decoder.Decode(piece, target)]);
            result.AddRange(target[..decoder.Finish(target)]);
            Assert.Equal(expected, Encoding.ASCII.GetString([.. result]));
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("&", "&-")]
    [InlineData("Œufs", "&AVI-ufs")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    public void A_mailbox_name_has_an_ascii_form(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.Equal(name, ModifiedUtf7.Decode(encoded));
    }
}
