using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapAssemblyTests
{
    const string Header = "From: a@example.org\r\nSubject: pieces\r\n\r\n";
    const string Text = "one\r\ntwo\r\nthree\r\nfour\r\n";
    const string Mail = Header + Text;

    static string Literal(string text) => $"{{{text.Length}}}\r\n{text}";

    static ImapTranscript Piece(ImapTranscript on, string tag, int origin, int asked, string? uid = "UID 5 ")
    {
        string part = Mail.Substring(Math.Min(origin, Mail.Length), Math.Clamp(Mail.Length - origin, 0, asked));
        return on.C($"{tag} UID FETCH 5 BODY.PEEK[]<{origin}.{asked}>").ServerRaw($"* 1 FETCH ({uid}BODY[]<{origin}> {Literal(part)})\r\n").S($"{tag} OK done");
    }

    static void AssertMerged(ImapResult result, string mail, params int[] from)
    {
        MessageRecord whole = Assert.Single(result.Wholes);
        Assert.Equal((ImapResult.Sha256(mail), (long)mail.Length), (whole.Sha256, whole.Size));
        Assert.Equal(from, whole.MergedFrom!);
        Assert.Contains(whole.Id, result.Records.OfType<SessionRecord>().SelectMany(session => session.Messages));
    }

    [Fact]
    public void Chunks_in_order_with_a_short_last_one_become_the_message()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        for (int i = 0; i * 20 < Mail.Length; i++) Piece(transcript, $"b{i}", i * 20, 20);

        ImapResult result = transcript.Run();

        AssertMerged(result, Mail, 1, 2, 3, 4);
        Assert.Equal(["<0>", "<20>", "<40>", "<60>"], result.Messages.Take(4).Select(message => message.Part!));
        Assert.Equal(Mail, result.Read(result.Wholes[0]));
        Assert.Equal(("INBOX", 5L, 1L), (result.Wholes[0].Mailbox, result.Wholes[0].Uid, result.Wholes[0].Sequence));
        Assert.DoesNotContain("imap-message-incomplete", result.Findings);
    }

    [Fact]
    public void Chunks_out_of_order_repeated_and_overlapping_become_the_message()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        int i = 0;
        foreach (int origin in new[] { 40, 0, 40, 30, 10, 50 }) Piece(transcript, $"b{i++}", origin, 25);

        AssertMerged(transcript.Run(), Mail, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void An_empty_answer_proves_the_end_of_a_message_that_is_a_multiple_of_the_chunk()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        for (int i = 0; i <= 3; i++) Piece(transcript, $"b{i}", i * Mail.Length / 3, Mail.Length / 3);

        AssertMerged(transcript.Run(), Mail, 1, 2, 3, 4);
    }

    [Fact]
    public void RFC822_SIZE_from_an_earlier_listing_proves_the_end()
    {
        ImapTranscript transcript = ImapTranscript.Selected()
            .C("a3 FETCH 1:* (UID RFC822.SIZE)")
            .S($"* 1 FETCH (UID 5 RFC822.SIZE {Mail.Length})")
            .S("a3 OK done");
        Piece(transcript, "b0", 0, 30);
        Piece(transcript, "b1", 30, Mail.Length - 30);

        AssertMerged(transcript.Run(), Mail, 1, 2);
    }

    [Fact]
    public void Without_a_proof_of_its_end_no_message_is_claimed()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        Piece(transcript, "b0", 0, 30);
        Piece(transcript, "b1", 30, 10);

        ImapResult result = transcript.Run();

        Assert.Empty(result.Wholes);
        FindingRecord finding = Assert.Single(result.Records.OfType<FindingRecord>(), finding => finding.Code == "imap-message-incomplete");
        Assert.Equal("message UID 5 of INBOX is not whole so far: 40 octets are here; nothing proves that they end there", finding.Text);
    }

    [Fact]
    public void A_hole_between_chunks_is_named()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        Piece(transcript, "b0", 0, 10);
        Piece(transcript, "b1", 30, 60);

        ImapResult result = transcript.Run();

        Assert.Empty(result.Wholes);
        Assert.Contains(result.Records.OfType<FindingRecord>(), finding => finding.Text.EndsWith("it lacks 10-29", StringComparison.Ordinal));
    }

    [Fact]
    public void A_short_chunk_that_ends_before_the_announced_size_leaves_a_doubt()
    {
        ImapTranscript transcript = ImapTranscript.Selected()
            .S($"* 1 FETCH (UID 5 RFC822.SIZE {Mail.Length + 100})");
        Piece(transcript, "b0", 0, 30);
        Piece(transcript, "b1", 30, 1000);

        Assert.Empty(transcript.Run().Wholes);
    }

    [Fact]
    public void More_octets_than_the_announced_size_refute_it()
    {
        ImapTranscript transcript = ImapTranscript.Selected()
            .S("* 1 FETCH (UID 5 RFC822.SIZE 12)");
        Piece(transcript, "b0", 0, 30);
        Piece(transcript, "b1", 30, 1000);

        AssertMerged(transcript.Run(), Mail, 1, 2);
    }

    [Fact]
    public void One_chunk_that_is_all_of_the_message_is_told_as_the_message_itself()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        Piece(transcript, "b0", 0, 5000);

        ImapResult result = transcript.Run();

        Assert.Equal((null, true, null), (result.Message.Part, result.Message.Complete, result.Message.MergedFrom));
    }

    [Fact]
    public void A_chunk_whose_answer_lacks_the_origin_is_still_a_chunk()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 UID FETCH 5 BODY.PEEK[]<20.10>")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[] {Literal(Mail.Substring(20, 10))})\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal("<20>", result.Message.Part);
    }

    [Fact]
    public void Header_and_text_of_one_response_become_the_message()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (BODY[HEADER] BODY[TEXT])")
            .ServerRaw($"* 1 FETCH (BODY[HEADER] {Literal(Header)} BODY[TEXT] {Literal(Text)})\r\n")
            .S("a3 OK done")
            .Run();

        AssertMerged(result, Mail, 1, 2);
    }

    [Fact]
    public void Text_before_header_in_other_responses_becomes_the_message()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 BODY[TEXT] {Literal(Text)})\r\n")
            .ServerRaw($"* 1 FETCH (RFC822.SIZE {Mail.Length} RFC822.HEADER {Literal(Header)})\r\n")
            .Run();

        AssertMerged(result, Mail, 1, 2);
    }

    [Fact]
    public void Header_and_text_that_do_not_add_up_to_the_announced_size_are_not_the_message()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 RFC822.SIZE {Mail.Length + 1} BODY[HEADER] {Literal(Header)} BODY[TEXT] {Literal(Text)})\r\n")
            .Run();

        Assert.Empty(result.Wholes);
    }

    [Fact]
    public void A_header_without_its_blank_line_does_not_place_the_text()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 BODY[HEADER] {Literal("From: x\r\n")} BODY[TEXT] {Literal(Text)})\r\n")
            .Run();

        Assert.Empty(result.Wholes);
    }

    [Fact]
    public void Two_sessions_of_one_user_complete_each_others_messages()
    {
        var run = new ImapRun();
        run.Play(Piece(ImapTranscript.Selected(), "b0", 0, 30));
        run.Play(Piece(ImapTranscript.Selected(), "b0", 30, 500));

        ImapResult result = run.Result;

        AssertMerged(result, Mail, 1, 2);
        Assert.Equal(2, result.Wholes[0].Session);
    }

    [Theory]
    [InlineData("LOGIN bob secret", "SELECT INBOX", 77)]
    [InlineData("LOGIN alice secret", "SELECT Other", 77)]
    [InlineData("LOGIN alice secret", "SELECT INBOX", 78)]
    public void Another_user_mailbox_or_validity_is_another_message(string login, string select, int validity)
    {
        var run = new ImapRun();
        run.Play(Piece(ImapTranscript.Selected(), "b0", 0, 30));
        ImapTranscript second = new ImapTranscript()
            .S("* OK ready").C($"a1 {login}").S("a1 OK done").C($"a2 {select}").S($"* OK [UIDVALIDITY {validity}] ok").S("a2 OK done");
        run.Play(Piece(second, "b0", 30, 500));

        Assert.Empty(run.Result.Wholes);
    }

    [Fact]
    public void Chunks_of_a_message_known_by_sequence_number_only_follow_it_through_an_expunge()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("b0 FETCH 4 BODY[]<0.30>")
            .ServerRaw($"* 4 FETCH (BODY[]<0> {Literal(Mail[..30])})\r\n")
            .S("b0 OK done")
            .S("* 2 EXPUNGE")
            .C("b1 FETCH 3 BODY[]<30.500>")
            .ServerRaw($"* 3 FETCH (BODY[]<30> {Literal(Mail[30..])})\r\n")
            .S("b1 OK done")
            .Run();

        AssertMerged(result, Mail, 1, 2);
    }

    [Fact]
    public void Chunks_stay_together_when_the_UID_is_told_between_them()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("b0 FETCH 4 BODY[]<0.30>")
            .ServerRaw($"* 4 FETCH (BODY[]<0> {Literal(Mail[..30])})\r\n")
            .S("b0 OK done")
            .S("* 4 FETCH (UID 44)")
            .C("b1 UID FETCH 44 BODY[]<30.500>")
            .ServerRaw($"* 4 FETCH (UID 44 BODY[]<30> {Literal(Mail[30..])})\r\n")
            .S("b1 OK done")
            .Run();

        AssertMerged(result, Mail, 1, 2);
        Assert.Equal(44, result.Wholes[0].Uid);
    }

    [Fact]
    public void Chunks_of_different_messages_are_not_mixed_when_sequence_numbers_move()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("b0 FETCH 3 BODY[]<0.30>")
            .ServerRaw($"* 3 FETCH (BODY[]<0> {Literal(Mail[..30])})\r\n")
            .S("b0 OK done")
            .S("* 1 EXPUNGE")
            .C("b1 FETCH 3 BODY[]<30.500>")
            .ServerRaw($"* 3 FETCH (BODY[]<30> {Literal(Mail[30..])})\r\n")
            .S("b1 OK done")
            .Run();

        Assert.Empty(result.Wholes);
    }

    [Fact]
    public void Octets_that_differ_when_fetched_again_are_told_and_never_mixed()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("b0 UID FETCH 5 BODY[]<0.30>")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[]<0> {Literal(new string('x', 30))})\r\n")
            .S("b0 OK done")
            .C("b1 UID FETCH 5 BODY[]<10.500>")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[]<10> {Literal(Mail[10..])})\r\n")
            .S("b1 OK done")
            .Run();

        Assert.Empty(result.Wholes);
        Assert.Contains("imap-pieces-differ", result.Findings);
    }

    [Fact]
    public void Two_fetches_with_different_gaps_complete_each_other()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 BODY[] {{{Mail.Length}}}\r\n{Mail[..10]}").Gap(Direction.FromServer, 10).ServerRaw(Mail[20..] + ")\r\n")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[] {{{Mail.Length}}}\r\n{Mail[..40]}").Gap(Direction.FromServer, 10).ServerRaw(Mail[50..] + ")\r\n")
            .Run();

        AssertMerged(result, Mail, 1, 2);
        Assert.All(result.Messages.Take(2), message => Assert.Equal((false, 10L), (message.Complete, message.Missing)));
    }

    const string Part1 = "plain text\r\n";
    const string Mime1 = "Content-Type: text/plain\r\n\r\n";
    const string Part2 = "QUJD\r\n";
    const string Mime2 = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const string MultiHeader = "From: a\r\nContent-Type: multipart/mixed; boundary=\"=b\"\r\n\r\n";
    const string MultiMail = MultiHeader + "--=b\r\n" + Mime1 + Part1 + "\r\n--=b\r\n" + Mime2 + Part2 + "\r\n--=b--\r\n";

    static readonly string s_structure =
        $"((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" {Part1.Length} 1)(\"IMAGE\" \"PNG\" (\"BOUNDARY\" \"trap\") NIL NIL \"BASE64\" {Part2.Length}) \"MIXED\" (\"CHARSET\" \"x\" \"BOUNDARY\" \"=b\") NIL NIL)";

    static ImapTranscript Parts(int size, bool withMime2 = true) => ImapTranscript.Selected()
        .ServerRaw($"* 1 FETCH (UID 5 RFC822.SIZE {size} BODYSTRUCTURE {s_structure})\r\n")
        .ServerRaw($"* 1 FETCH (UID 5 BODY[HEADER] {Literal(MultiHeader)})\r\n")
        .ServerRaw($"* 1 FETCH (UID 5 BODY[1.MIME] {Literal(Mime1)} BODY[1] {Literal(Part1)})\r\n")
        .ServerRaw($"* 1 FETCH (UID 5 BODY[2] {Literal(Part2)}{(withMime2 ? $" BODY[2.MIME] {Literal(Mime2)}" : "")})\r\n");

    [Fact]
    public void Parts_and_their_MIME_headers_become_the_message_when_the_size_is_exactly_right()
    {
        ImapResult result = Parts(MultiMail.Length).Run(store: () => new TestStore { HasSpool = true });

        AssertMerged(result, MultiMail, 1, 2, 3, 4, 5);
        Assert.Equal(MultiMail, result.Read(result.Wholes[0]));
    }

    [Fact]
    public void Parts_of_a_message_with_a_preamble_are_not_the_message()
    {
        ImapResult result = Parts(MultiMail.Length + 46).Run();

        Assert.Empty(result.Wholes);
        Assert.Contains(result.Records.OfType<FindingRecord>(), finding => finding.Text.Contains("48 octets around the parts", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_MIME_header_is_named()
    {
        ImapResult result = Parts(MultiMail.Length, withMime2: false).Run();

        Assert.Empty(result.Wholes);
        Assert.Contains(result.Records.OfType<FindingRecord>(), finding => finding.Text.EndsWith("it lacks 2.MIME", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_without_parts_is_its_header_and_part_one()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 RFC822.SIZE {Mail.Length} BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" {Text.Length} 4))\r\n")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[HEADER] {Literal(Header)} BODY[1] {Literal(Text)})\r\n")
            .Run();

        AssertMerged(result, Mail, 1, 2);
    }

    [Fact]
    public void A_message_is_hashed_on_the_way_when_its_bytes_can_not_be_read_again()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        for (int i = 0; i * 20 < Mail.Length; i++) Piece(transcript, $"b{i}", i * 20, 20);
        transcript.C("c FETCH 2 (BODY[HEADER] BODY[TEXT])").ServerRaw($"* 2 FETCH (UID 6 BODY[HEADER] {Literal(Header)} BODY[TEXT] {Literal(Text)})\r\n").S("c OK done");

        ImapResult result = transcript.Run(store: () => new TestStore { IsReadable = false });

        Assert.Equal(2, result.Wholes.Count);
        Assert.All(result.Wholes, whole => Assert.Equal(ImapResult.Sha256(Mail), whole.Sha256));
        Assert.DoesNotContain("imap-unhashed", result.Findings);
    }

    [Fact]
    public void A_message_whose_unreadable_pieces_came_out_of_order_has_no_hash_and_a_finding()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        Piece(transcript, "b0", 30, 500);
        Piece(transcript, "b1", 0, 30);

        ImapResult result = transcript.Run(store: () => new TestStore { IsReadable = false });

        Assert.Equal(((string?)null, (long)Mail.Length), (Assert.Single(result.Wholes).Sha256, result.Wholes[0].Size));
        Assert.Contains("imap-unhashed", result.Findings);
    }

    [Fact]
    public void A_run_that_keeps_content_reads_the_pieces_of_a_pipe_from_the_spool()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        Piece(transcript, "b0", 30, 500);
        Piece(transcript, "b1", 0, 30);

        ImapResult result = transcript.Run(new AnalysisOptions { KeepContent = true }, () => new TestStore { IsReadable = false, HasSpool = true });

        AssertMerged(result, Mail, 1, 2);
        Assert.Equal(Mail, result.Read(result.Wholes[0]));
    }

    [Fact]
    public void A_message_that_came_whole_is_not_put_together_again()
    {
        ImapTranscript transcript = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 BODY[HEADER] {Literal(Header)})\r\n")
            .ServerRaw($"* 1 FETCH (UID 5 BODY[] {Literal(Mail)})\r\n");
        Piece(transcript, "b0", 0, 30);

        ImapResult result = transcript.Run();

        Assert.Null(Assert.Single(result.Wholes).MergedFrom);
        Assert.DoesNotContain("imap-message-incomplete", result.Findings);
    }

    [Fact]
    public void Header_fields_alone_leave_nothing_to_put_together()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {Literal("From: x\r\n\r\n")} BODY[HEADER] {Literal(Header)})\r\n")
            .Run();

        Assert.Empty(result.Wholes);
        Assert.Equal(["cleartext-credentials"], result.Findings);
    }
}
