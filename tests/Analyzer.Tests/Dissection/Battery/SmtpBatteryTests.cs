using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;
using static Analyzer.Tests.Dissection.Battery.BatteryMail;
using static Analyzer.Tests.Dissection.Battery.CapturedDialogue;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>What other tools were measured with: each mail whose bytes were captured comes out as it was sent, and the others are marked.</summary>
public sealed class SmtpBatteryTests
{
    const string Envelope = "MAIL FROM:<ann@a.example>\r\nRCPT TO:<bob@b.example>\r\n";

    static CapturedDialogue Greeted(ushort port = 25, bool isV6 = false) =>
        new CapturedDialogue(port, isV6).S("220 mail.example ESMTP\r\n").C("EHLO pc.example\r\n").S("250-mail.example\r\n250-PIPELINING\r\n250 CHUNKING\r\n");

    static CapturedDialogue UpToData(ushort port = 25, bool isV6 = false) => Transaction(Greeted(port, isV6));

    static CapturedDialogue Transaction(CapturedDialogue dialogue) =>
        dialogue.C("MAIL FROM:<ann@a.example>\r\n").S("250 ok\r\n").C("RCPT TO:<bob@b.example>\r\n").S("250 ok\r\n").C("DATA\r\n").S("354 go\r\n");

    static RecordList Ended(CapturedDialogue dialogue) => dialogue.S("250 queued\r\n").C("QUIT\r\n").S("221 bye\r\n").End().Read();

    [Fact]
    public void A_mail_by_DATA_is_exact_and_so_is_its_attachment()
    {
        IReadOnlyList<MessageRecord> found = MessagesIn(Ended(UpToData().C(Stuffed(First))));

        AssertExact(found, First);
        AssertAttachment(found[0], 3000);
    }

    [Fact]
    public void Two_mails_on_one_connection_are_both_exact() =>
        AssertExact(MessagesIn(Ended(Transaction(UpToData().C(Stuffed(First)).S("250 queued\r\n")).C(Stuffed(Second)))), First, Second);

    [Fact]
    public void One_chunk_is_exact() =>
        AssertExact(MessagesIn(Ended(Greeted().C(Envelope).S("250 ok\r\n250 ok\r\n").C($"BDAT {First.Length} LAST\r\n{First}"))), First);

    [Fact]
    public void Several_chunks_are_one_mail_and_the_next_mail_is_another()
    {
        CapturedDialogue dialogue = Greeted().C(Envelope).S("250 ok\r\n250 ok\r\n").C($"BDAT 1000\r\n{First[..1000]}").S("250 ok\r\n").C($"BDAT 1000\r\n{First[1000..2000]}").S("250 ok\r\n")
            .C($"BDAT {First.Length - 2000} LAST\r\n{First[2000..]}").S("250 queued\r\n").C(Envelope).S("250 ok\r\n250 ok\r\n").C($"BDAT {Second.Length} LAST\r\n{Second}");

        AssertExact(MessagesIn(Ended(dialogue)), First, Second);
    }

    [Fact]
    public void Two_fully_pipelined_mails_are_both_exact()
    {
        CapturedDialogue dialogue = Greeted().C($"{Envelope}DATA\r\n").S("250 ok\r\n250 ok\r\n354 go\r\n")
            .C($"{Stuffed(First)}{Envelope}DATA\r\n").S("250 queued\r\n250 ok\r\n250 ok\r\n354 go\r\n").C($"{Stuffed(Second)}");

        AssertExact(MessagesIn(Ended(dialogue)), First, Second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_end_of_a_mail_may_be_split_over_segments(int inNext)
    {
        string wire = Stuffed(First);

        AssertExact(MessagesIn(Ended(Transaction(UpToData().CutC(wire, wire.Length - inNext).S("250 queued\r\n")).C(Stuffed(Second)))), First, Second);
    }

    [Fact]
    public void Segments_out_of_order_are_one_mail() =>
        AssertExact(MessagesIn(Ended(UpToData().C(Stuffed(First), segments => [segments[1], segments[2], segments[0], .. segments.Skip(3)]))), First);

    [Fact]
    public void A_retransmission_changes_nothing() =>
        AssertExact(MessagesIn(Ended(UpToData().C(Stuffed(First), segments => [.. segments.Take(2), segments[0], segments[1], .. segments.Skip(2)]))), First);

    [Fact]
    public void Every_packet_captured_twice_changes_nothing()
    {
        CapturedDialogue dialogue = UpToData().C(Stuffed(First)).S("250 queued\r\n").C("QUIT\r\n").S("221 bye\r\n").End();

        AssertExact(MessagesIn(dialogue.Read(packets => packets.SelectMany(packet => new[] { packet, packet }))), First);
        AssertExact(MessagesIn(dialogue.Read(packets => packets.SelectMany(packet => new[] { packet, Tagged(packet) }))), First);
    }

    static SamplePacket Tagged(SamplePacket packet) => packet with { Frame = [.. packet.Frame[..12], 0x81, 0x00, 0x00, 0x07, .. packet.Frame[12..]] };

    [Fact]
    public void A_segment_that_was_never_captured_is_counted_and_the_next_mail_is_whole()
    {
        RecordList records = Ended(Transaction(UpToData().C(Stuffed(First), segments => segments.Where((_, index) => index != 1)).S("250 queued\r\n")).C(Stuffed(Second)));

        IReadOnlyList<MessageRecord> found = MessagesIn(records);
        Assert.Equal((false, 1460L, First.Length - 1460L), (found[0].Complete, found[0].Missing, found[0].Size));
        AssertExact(found.Skip(1), Second);
    }

    [Fact]
    public void A_capture_that_begins_inside_a_mail_has_its_rest_and_the_next_one_whole()
    {
        CapturedDialogue dialogue = UpToData();
        int before = dialogue.Packets + 1;
        Transaction(dialogue.C(Stuffed(First)).S("250 queued\r\n")).C(Stuffed(Second)).S("250 queued\r\n").C("QUIT\r\n").S("221 bye\r\n").End();

        IReadOnlyList<MessageRecord> found = MessagesIn(dialogue.Read(packets => packets.Skip(before)));

        Assert.Equal((false, First.Length - 1457L), (found[0].Complete, found[0].Size));
        AssertExact(found.Skip(1), Second);
    }

    [Fact]
    public void A_capture_that_ends_inside_a_mail_has_its_beginning()
    {
        CapturedDialogue dialogue = UpToData();
        int before = dialogue.Packets + 2;
        dialogue.C(Stuffed(First));

        MessageRecord found = Assert.Single(MessagesIn(dialogue.Read(packets => packets.Take(before))));
        Assert.Equal((false, "first"), (found.Complete, found.Subject));
        Assert.Equal(HashOf(First[..(int)found.Size]), found.Sha256);
    }

    [Theory]
    [InlineData(OverlapPolicy.First)]
    [InlineData(OverlapPolicy.Last)]
    public void Two_versions_of_the_same_bytes_are_told_and_the_policy_chooses(OverlapPolicy policy)
    {
        string wire = Stuffed(First);
        CapturedDialogue dialogue = UpToData().C(wire, segments => [segments[1], segments[1] with { Bytes = new byte[segments[1].Bytes.Length] }, segments[0], .. segments.Skip(2)]).S("250 queued\r\n").End();

        RecordList records = dialogue.Read(options: new AnalysisOptions { Overlap = policy });

        Assert.Contains("conflicting-bytes", CodesIn(records));
        Assert.Equal(policy == OverlapPolicy.First, MessagesIn(records).Any(message => message.Sha256 == HashOf(First)));
    }

    [Fact]
    public void After_a_refused_DATA_the_accepted_one_is_exact() =>
        AssertExact(
            MessagesIn(Ended(Transaction(Greeted().C(Envelope).S("250 ok\r\n250 ok\r\n").C("DATA\r\n").S("554 no\r\n").C("RSET\r\n").S("250 ok\r\n")).C(Stuffed(First)))),
            First);

    [Theory]
    [InlineData(2525, false)]
    [InlineData(587, false)]
    [InlineData(25, true)]
    [InlineData(40025, true)]
    public void Any_port_and_IPv6_are_read(ushort port, bool isV6) => AssertExact(MessagesIn(Ended(UpToData(port, isV6).C(Stuffed(First)))), First);

    [Fact]
    public void The_trick_with_a_bare_line_feed_is_told()
    {
        RecordList records = Ended(UpToData().C("Subject: outer\r\n\r\nhello\n.\r\nMAIL FROM:<eve@e.example>\r\nRCPT TO:<bob@b.example>\r\nDATA\r\nSubject: inner\r\n\r\nhidden\r\n.\r\n"));

        Assert.Single(MessagesIn(records));
        Assert.Contains("smtp-smuggling", CodesIn(records));
    }

    [Fact]
    public void A_mail_of_many_megabytes_is_exact()
    {
        string large = Make("large", 5_000_000);

        AssertExact(MessagesIn(Ended(UpToData().C(Stuffed(large)))), large);
    }
}
