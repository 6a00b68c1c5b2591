using System.Text;
using Analyzer.Servers.Imap;

namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapFetchTests
{
    [Fact]
    public async Task The_facts_of_a_message_are_told()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE)
            S: * 1 FETCH (UID 1 FLAGS (\Recent) INTERNALDATE "20-Nov-2026 08:30:00 +0000" RFC822.SIZE 193)
            S: a OK FETCH completed
            C: b FETCH 1 FAST
            S: * 1 FETCH (FLAGS (\Recent) INTERNALDATE "20-Nov-2026 08:30:00 +0000" RFC822.SIZE 193)
            S: b OK FETCH completed
            C: c UID FETCH 1:* FLAGS
            S: * 1 FETCH (UID 1 FLAGS (\Recent))
            S: * 2 FETCH (UID 2 FLAGS (\Recent))
            S: c OK UID FETCH completed
            C: d FETCH 1 ENVELOPE
            S: * 1 FETCH (ENVELOPE ("Fri, 20 Nov 2026 09:30:00 +0100" "Picture of a crepe" (("Alice" NIL "alice" "crepes.fr")) (("Alice" NIL "alice" "crepes.fr")) (("Alice" NIL "alice" "crepes.fr")) ((NIL NIL "bob" "hamburger.edu")) NIL NIL NIL "<1@crepes.fr>"))
            S: d OK FETCH completed
            C: e FETCH 1 BODYSTRUCTURE
            S: * 1 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" ("charset" "us-ascii") NIL NIL "7BIT" 42 2 NIL NIL NIL NIL))
            S: e OK FETCH completed
            C: f FETCH 2 (BODY BODYSTRUCTURE)
            S: * 2 FETCH (BODY (("TEXT" "PLAIN" ("charset" "iso-8859-1") NIL NIL "quoted-printable" 11 1)("IMAGE" "GIF" ("name" "crepe.gif") NIL NIL "base64" 12) "MIXED") BODYSTRUCTURE (("TEXT" "PLAIN" ("charset" "iso-8859-1") NIL NIL "quoted-printable" 11 1 NIL NIL NIL NIL)("IMAGE" "GIF" ("name" "crepe.gif") NIL NIL "base64" 12 NIL ("attachment" ("filename" "crepe.gif")) NIL NIL) "MIXED" ("boundary" "b") NIL NIL NIL))
            S: f OK FETCH completed
            """);
    }

    [Theory]
    [InlineData(1, "BODY.PEEK[]", "BODY[]", ImapWorkshop.Plain)]
    [InlineData(1, "RFC822.HEADER", "RFC822.HEADER", "Date: Fri, 20 Nov 2026 09:30:00 +0100\nFrom: Alice <alice@crepes.fr>\nTo: bob@hamburger.edu\nSubject: Picture of a crepe\nMessage-ID: <1@crepes.fr>\n\n")]
    [InlineData(1, "BODY.PEEK[HEADER.FIELDS (Subject TO)]", "BODY[HEADER.FIELDS (SUBJECT TO)]", "To: bob@hamburger.edu\nSubject: Picture of a crepe\n\n")]
    [InlineData(1, "BODY.PEEK[HEADER.FIELDS.NOT (DATE FROM TO SUBJECT)]", "BODY[HEADER.FIELDS.NOT (DATE FROM TO SUBJECT)]", "Message-ID: <1@crepes.fr>\n\n")]
    [InlineData(1, "BODY.PEEK[TEXT]", "BODY[TEXT]", "Do you like ketchup?\nHow about pickles?\n")]
    [InlineData(1, "BODY.PEEK[TEXT]<7.4>", "BODY[TEXT]<7>", "like")]
    [InlineData(1, "BODY.PEEK[TEXT]<40.100>", "BODY[TEXT]<40>", "\n")]
    [InlineData(1, "BODY.PEEK[TEXT]<1000.10>", "BODY[TEXT]<1000>", "")]
    [InlineData(1, "BODY.PEEK[1]", "BODY[1]", "Do you like ketchup?\nHow about pickles?\n")]
    [InlineData(2, "BODY.PEEK[1]", "BODY[1]", "Une cr=EApe")]
    [InlineData(2, "BODY.PEEK[2]", "BODY[2]", "R0lGODlhAQA=")]
    [InlineData(2, "BODY.PEEK[1.MIME]", "BODY[1.MIME]", "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n")]
    public async Task A_section_is_told_octet_by_octet(int number, string item, string label, string expected)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();
        byte[] octets = Encoding.ASCII.GetBytes(expected.ReplaceLineEndings("\r\n"));

        await client.PlayAsync($"C: a FETCH {number} {item}\nS: * {number} FETCH ({label.ToUpperInvariant().Replace("SUBJECT TO", "Subject TO", StringComparison.Ordinal)} {{{octets.Length}}}");

        Assert.Equal(octets, await client.ReadAsync(octets.Length));
        await client.PlayAsync("S: )\nS: a OK FETCH completed\nC: b FETCH 1:2 FLAGS\nS: * 1 FETCH (FLAGS (\\Recent))\nS: * 2 FETCH (FLAGS (\\Recent))\nS: b OK ...");
    }

    [Theory]
    [InlineData("BODY.PEEK[3]", "BODY[3]")]
    [InlineData("BODY.PEEK[1.1]", "BODY[1.1]")]
    [InlineData("BODY.PEEK[1.HEADER]", "BODY[1.HEADER]")]
    [InlineData("BINARY.PEEK[7]", "BINARY[7]")]
    public async Task A_part_that_is_not_there_is_nil(string item, string label)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync($"C: a FETCH 2 {item}\nS: * 2 FETCH ({label} NIL)\nS: a OK ...");
    }

    [Fact]
    public async Task A_binary_fetch_undoes_the_transfer_encoding()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a FETCH 2 (BINARY.SIZE[1] BINARY.SIZE[2])\nS: * 2 FETCH (BINARY.SIZE[1] 9 BINARY.SIZE[2] 8)\nS: a OK ...\nC: b FETCH 2 BINARY.PEEK[2]\nS: * 2 FETCH (BINARY[2] ~{8}");
        Assert.Equal("GIF89a\u0001\0", Encoding.ASCII.GetString(await client.ReadAsync(8)));

        await client.PlayAsync("S: )\nS: b OK ...\nC: c FETCH 2 BINARY.PEEK[1]<4.4>\nS: * 2 FETCH (BINARY[1]<4> {4}");
        Assert.Equal("crêp", Encoding.Latin1.GetString(await client.ReadAsync(4)));
        await client.PlayAsync("S: )\nS: c OK ...");
    }

    [Fact]
    public async Task An_unknown_transfer_encoding_cannot_be_undone()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await server.DeliverAsync("Content-Transfer-Encoding: x-secret\n\nabc\n");
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a FETCH 1 BINARY[1]\nS: a NO [UNKNOWN-CTE] ...\nC: b FETCH 1 BODY.PEEK[1]\nS: ...\nS: b OK ...");
    }

    [Fact]
    public async Task Reading_a_message_marks_it_as_seen_but_peeking_and_examining_do_not()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient examining = await server.SelectAsync("EXAMINE INBOX");
        await examining.PlayAsync("C: a FETCH 1 BODY[TEXT]<0.2>\nS: * 1 FETCH (BODY[TEXT]<0> {2}\nS: Do)\nS: a OK ...");
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a FETCH 1 BODY.PEEK[TEXT]<0.2>\nS: * 1 FETCH (BODY[TEXT]<0> {2}\nS: Do)\nS: a OK ...");
        await client.PlayAsync("C: b FETCH 1 BODY[TEXT]<0.2>\nS: * 1 FETCH (BODY[TEXT]<0> {2}\nS: Do FLAGS (\\Seen \\Recent))\nS: b OK ...");
    }

    [Theory]
    [InlineData("FETCH 3 FLAGS")]
    [InlineData("FETCH 0 FLAGS")]
    [InlineData("FETCH 1:x FLAGS")]
    [InlineData("FETCH 1 NONSENSE")]
    [InlineData("FETCH 1 BODY[NONSENSE]")]
    [InlineData("FETCH 1 BODY[MIME]")]
    [InlineData("FETCH 1 BODY[0]")]
    [InlineData("FETCH 1 BODY[TEXT")]
    [InlineData("FETCH 1 BODY[TEXT]<1>")]
    [InlineData("FETCH 1 BODY[TEXT]<0.0>")]
    [InlineData("FETCH 1 BODY[HEADER.FIELDS (\"a b\")]")]
    [InlineData("FETCH 1 (FLAGS")]
    [InlineData("FETCH 1")]
    [InlineData("FETCH 1 FLAGS (NONSENSE 1)")]
    public async Task A_fetch_that_cannot_be_understood_is_refused(string command)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync($"C: a {command}\nS: a BAD ...");
    }

    [Fact]
    public async Task The_uids_of_a_range_beyond_the_last_mean_the_last()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a UID FETCH 100:* UID\nS: * 2 FETCH (UID 2)\nS: a OK ...\nC: b UID FETCH 100 UID\nS: b OK ...");
    }

    [Fact]
    public async Task A_message_within_a_message_has_sections_of_its_own()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await server.DeliverAsync("""
            Subject: outer
            Content-Type: multipart/mixed; boundary=x

            --x

            text
            --x
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: multipart/alternative; boundary=y

            --y
            Content-Type: text/html

            <p>
            --y--
            --x--
            """);
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a FETCH 1 BODY
            S: * 1 FETCH (BODY (("TEXT" "PLAIN" ("charset" "us-ascii") NIL NIL "7BIT" 4 1)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 109 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) (("TEXT" "HTML" NIL NIL NIL "7BIT" 3 1) "ALTERNATIVE") 8) "MIXED"))
            S: a OK ...
            C: b FETCH 1 (BODY.PEEK[2.HEADER.FIELDS (SUBJECT)] BODY.PEEK[2.1])
            S: * 1 FETCH (BODY[2.HEADER.FIELDS (SUBJECT)] {18}
            S: Subject: inner
            S:
            S:  BODY[2.1] {3}
            S: <p>)
            S: b OK ...
            """);
    }

    [Fact]
    public async Task A_message_that_another_removed_cannot_be_fetched()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient one = await server.SelectAsync(), other = await server.SelectAsync();
        await other.PlayAsync("C: a STORE 1 +FLAGS.SILENT (\\Deleted)\nS: a OK ...\nC: b EXPUNGE\nS: * 1 EXPUNGE\nS: b OK ...");

        await one.PlayAsync("C: a FETCH 1 BODY[]\nS: a NO [EXPUNGEISSUED] ...\nC: b FETCH 2 UID\nS: * 2 FETCH (UID 2)\nS: b OK ...\nC: c NOOP\nS: * 1 EXPUNGE\nS: c OK ...\nC: d FETCH 1 UID\nS: * 1 FETCH (UID 2)\nS: d OK ...");
    }

    [Theory]
    [InlineData("1:3,7", 10, "1:3,7")]
    [InlineData("3:1", 10, "1:3")]
    [InlineData("*", 10, "10")]
    [InlineData("8:*", 10, "8:10")]
    [InlineData("1:5,3:8,2", 10, "1:8")]
    public void A_set_is_put_in_order_without_overlaps(string text, uint last, string expected)
    {
        IEnumerable<uint> numbers = SequenceSet.Parse(text)!.Resolve(last).SelectMany(range => Enumerable.Range((int)range.From, (int)(range.To - range.From + 1)).Select(number => (uint)number));

        Assert.Equal(expected, SequenceSet.Format(numbers));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1,")]
    [InlineData("1:2:3")]
    [InlineData("4294967296")]
    public void What_is_no_set_is_none(string text)
    {
        Assert.Null(SequenceSet.Parse(text));
    }
}
