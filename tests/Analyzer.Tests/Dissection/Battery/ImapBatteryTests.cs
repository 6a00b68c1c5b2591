using System.Text;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Dissection.Imap;
using Analyzer.Tests.Support;
using static Analyzer.Tests.Dissection.Battery.BatteryMail;
using static Analyzer.Tests.Dissection.Battery.CapturedDialogue;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>What other tools were measured with, over IMAP.</summary>
public sealed class ImapBatteryTests
{
    static CapturedDialogue Selected() =>
        new CapturedDialogue(143).S("* OK ready\r\n").C("a1 LOGIN bob secret\r\n").S("a1 OK in\r\n").C("a2 SELECT INBOX\r\n").S("* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\na2 OK [READ-WRITE] done\r\n");

    static RecordList Ended(CapturedDialogue dialogue) => dialogue.C("z LOGOUT\r\n").S("* BYE\r\nz OK bye\r\n").End().Read();

    static IEnumerable<MessageRecord> Wholes(RecordList records) => MessagesIn(records).Where(message => message.Part is null);

    static string Fetched(int sequence, string items, string mail, string behind = "") => $"* {sequence} FETCH ({items} {{{mail.Length}}}\r\n{mail}{behind})\r\n";

    [Theory]
    [InlineData("BODY[]")]
    [InlineData("RFC822")]
    public void A_fetched_mail_is_exact(string item)
    {
        MessageRecord[] found = [.. Wholes(Ended(Selected().C($"a3 FETCH 1 {item}\r\n").S(Fetched(1, item, First) + "a3 OK done\r\n")))];

        AssertExact(found, First);
        AssertAttachment(found[0], 3000);
    }

    [Fact]
    public void Several_mails_in_one_answer_are_each_exact() =>
        AssertExact(Wholes(Ended(Selected().C("a3 FETCH 1:2 BODY[]\r\n").S(Fetched(1, "BODY[]", First) + Fetched(2, "FLAGS (\\Seen) BODY[]", Second, " UID 9") + "a3 OK done\r\n"))), First, Second);

    [Fact]
    public void A_mail_that_comes_while_the_client_idles_is_exact() =>
        AssertExact(Wholes(Ended(Selected().C("a3 IDLE\r\n").S("+ idling\r\n").S("* 3 EXISTS\r\n" + Fetched(3, "BODY[]", First)).C("DONE\r\n").S("a3 OK done\r\n"))), First);

    [Fact]
    public void Partial_fetches_become_the_whole_mail()
    {
        CapturedDialogue dialogue = Selected().C("a3 UID FETCH 5 RFC822.SIZE\r\n").S($"* 1 FETCH (UID 5 RFC822.SIZE {First.Length})\r\na3 OK done\r\n");
        for (int at = 0; at < First.Length; at += 1500)
        {
            string piece = First[at..Math.Min(First.Length, at + 1500)];
            dialogue.C($"b{at} UID FETCH 5 BODY.PEEK[]<{at}.1500>\r\n").S(Fetched(1, $"UID 5 BODY[]<{at}>", piece) + $"b{at} OK done\r\n");
        }

        RecordList records = Ended(dialogue);

        AssertExact(Wholes(records), First);
        Assert.Equal(4, Wholes(records).Single().MergedFrom!.Count);
    }

    [Fact]
    public void Header_and_text_become_the_whole_mail()
    {
        int body = First.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;

        RecordList records = Ended(Selected().C("a3 UID FETCH 5 (RFC822.SIZE BODY[HEADER])\r\n").S(Fetched(1, $"UID 5 RFC822.SIZE {First.Length} BODY[HEADER]", First[..body]) + "a3 OK done\r\n")
            .C("a4 UID FETCH 5 BODY[TEXT]\r\n").S(Fetched(1, "UID 5 BODY[TEXT]", First[body..]) + "a4 OK done\r\n"));

        AssertExact(Wholes(records), First);
    }

    [Fact]
    public void An_appended_mail_is_exact_with_both_kinds_of_literal()
    {
        CapturedDialogue dialogue = Selected().C($"a3 APPEND Sent {{{First.Length}}}\r\n").S("+ go\r\n").C(First + "\r\n").S("a3 OK done\r\n").C($"a4 APPEND Sent (\\Seen) {{{Second.Length}+}}\r\n{Second}\r\n").S("a4 OK done\r\n");

        AssertExact(Wholes(Ended(dialogue)), First, Second);
    }

    [Fact]
    public void A_binary_literal_is_exact()
    {
        const string mail = "Subject: nul\r\n\r\n\0\u00ff\r\n";

        AssertExact(Wholes(Ended(Selected().C($"a3 APPEND Sent UTF8 (~{{{mail.Length}}}\r\n").S("+ go\r\n").C(mail + ")\r\n").S("a3 OK done\r\n"))), mail);
        MessageRecord fetched = Assert.Single(MessagesIn(Ended(Selected().C("a3 FETCH 1 BINARY[]\r\n").S($"* 1 FETCH (BINARY[] ~{{{mail.Length}}}\r\n{mail})\r\na3 OK done\r\n"))));
        Assert.Equal((true, HashOf(mail)), (fetched.Complete, fetched.Sha256));
    }

    [Fact]
    public void A_compressed_connection_is_read()
    {
        using var client = new Deflater();
        using var server = new Deflater();
        CapturedDialogue dialogue = Selected().C("a3 COMPRESS DEFLATE\r\n").S("a3 OK active\r\n")
            .C(Latin1(client.Line("a4 FETCH 1 BODY[]"))).S(Latin1(server.Line(Fetched(1, "BODY[]", First) + "a4 OK done")));

        RecordList records = dialogue.End().Read();

        AssertExact(Wholes(records), First);
        Assert.True(records.OfType<SessionRecord>().Single().Compressed);
    }

    static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [Fact]
    public void A_literal_in_the_envelope_before_the_mail_is_not_the_mail()
    {
        const string envelope = "ENVELOPE (NIL {8}\r\n(a) \"b\" c NIL NIL NIL NIL NIL NIL NIL NIL)";

        AssertExact(Wholes(Ended(Selected().C("a3 FETCH 1 (ENVELOPE BODY[])\r\n").S(Fetched(1, envelope.Replace(" c ", " ", StringComparison.Ordinal) + " BODY[]", First) + "a3 OK done\r\n"))), First);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(22)]
    public void The_announcement_of_a_mail_may_be_split_over_segments(int cut)
    {
        string answer = Fetched(1, "BODY[]", First) + "a3 OK done\r\n";

        AssertExact(Wholes(Ended(Selected().C("a3 FETCH 1 BODY[]\r\n").S(answer[..cut]).S(answer[cut..]))), First);
    }

    [Fact]
    public void A_segment_that_was_never_captured_is_counted_and_the_next_mail_is_whole()
    {
        RecordList records = Ended(Selected().C("a3 FETCH 1 BODY[]\r\n").S(Fetched(1, "BODY[]", First) + "a3 OK done\r\n", segments => segments.Where((_, index) => index != 1))
            .C("a4 FETCH 2 BODY[]\r\n").S(Fetched(2, "BODY[]", Second) + "a4 OK done\r\n"));

        MessageRecord[] found = [.. Wholes(records)];
        Assert.Equal((false, 1460L, First.Length - 1460L), (found[0].Complete, found[0].Missing, found[0].Size));
        AssertExact(found.Skip(1), Second);
    }
}
