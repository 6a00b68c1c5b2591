using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapFetchTests
{
    const string Mail = "From: a@example.org\r\nSubject: x\r\n\r\nhello (world)\r\n";

    static string Literal(string text) => $"{{{text.Length}}}\r\n{text}";

    [Fact]
    public void A_whole_message_is_told_with_its_octets_mailbox_uid_and_flags()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 3 (UID FLAGS BODY[])")
            .ServerRaw($"* 3 FETCH (UID 31 FLAGS (\\Seen $Junk) BODY[] {Literal(Mail)})\r\n")
            .S("a3 OK done")
            .Run();

        MessageRecord message = result.Message;
        Assert.Equal((true, null, "FETCH", MessageDirection.Received), (message.Complete, message.Part, message.Via, message.Direction));
        Assert.Equal(("INBOX", 31L, 3L), (message.Mailbox, message.Uid, message.Sequence));
        Assert.Equal(["\\Seen", "$Junk"], message.Flags!);
        Assert.Equal((Mail.Length, ImapResult.Sha256(Mail)), (message.Size, message.Sha256));
        Assert.Equal(Mail, result.Read(message));
        Assert.Equal([1], result.Session.Messages);
    }

    [Theory]
    [InlineData("BODY[]", null)]
    [InlineData("RFC822", null)]
    [InlineData("body[]", null)]
    [InlineData("BODY[HEADER]", "HEADER")]
    [InlineData("RFC822.HEADER", "HEADER")]
    [InlineData("BODY[TEXT]", "TEXT")]
    [InlineData("RFC822.TEXT", "TEXT")]
    [InlineData("BODY[1.2]", "1.2")]
    [InlineData("BODY[1.2.MIME]", "1.2.MIME")]
    [InlineData("BODY[2.HEADER]", "2.HEADER")]
    [InlineData("BODY[TEXT]<100>", "TEXT<100>")]
    [InlineData("BODY[HEADER.FIELDS (FROM TO)]", "HEADER.FIELDS (FROM TO)")]
    [InlineData("BODY[HEADER.FIELDS (\"from\" TO)]", "HEADER.FIELDS (FROM TO)")]
    [InlineData("BODY[HEADER.FIELDS.NOT (X)]<0>", "HEADER.FIELDS.NOT (X)<0>")]
    [InlineData("BINARY[1.2]", "BINARY[1.2]")]
    [InlineData("BINARY[1]<0>", "BINARY[1]<0>")]
    public void The_response_tells_what_of_the_message_a_literal_is(string item, string? part)
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (FLAGS)")
            .ServerRaw($"* 1 FETCH ({item} {Literal(Mail)})\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal(part, result.Message.Part);
        Assert.True(result.Message.Complete);
    }

    [Fact]
    public void A_binary_literal_with_NUL_and_eight_bits_is_taken_as_it_is()
    {
        string data = "Subject: x\r\n\r\n\0\u00FF\r\n)\r\n";
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BINARY[]")
            .ServerRaw($"* 1 FETCH (BINARY[] ~{Literal(data)})\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal((null, true, ImapResult.Sha256(data)), (result.Message.Part, result.Message.Complete, result.Message.Sha256));
    }

    [Fact]
    public void A_binary_whole_of_another_size_than_the_message_is_not_the_message()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (RFC822.SIZE 4711 BINARY[] ~{Literal(Mail)})\r\n")
            .Run();

        Assert.Equal("BINARY[]", result.Message.Part);
    }

    [Fact]
    public void Text_that_looks_like_responses_does_not_end_a_literal()
    {
        string trap = "Subject: x\r\n\r\na3 OK done\r\n* 2 FETCH (BODY[] {5}\r\nabcde)\r\n)\r\na3 NO\r\n";
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .ServerRaw($"* 1 FETCH (BODY[] {Literal(trap)})\r\n")
            .S("a3 OK really")
            .Run();

        Assert.Equal(ImapResult.Sha256(trap), result.Message.Sha256);
        Assert.Equal(("OK", "* 1 FETCH (BODY[] {" + trap.Length + "})\nreally"), (result.Exchange("a3").ReplyCode, result.Exchange("a3").Reply));
    }

    [Fact]
    public void Several_literals_of_one_response_are_several_messages_of_which_each_has_its_own_part()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 2 (BODY[1.MIME] BODY[1])")
            .ServerRaw($"* 2 FETCH (BODY[1.MIME] {Literal("Content-Type: x\r\n\r\n")} BODY[1] {Literal("abc")} UID 20)\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal(["1.MIME", "1"], result.Messages.Select(message => message.Part!));
        Assert.All(result.Messages, message => Assert.Equal(20, message.Uid));
    }

    [Fact]
    public void A_literal_inside_an_envelope_is_text_and_the_message_behind_it_is_found()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (ENVELOPE BODY[])")
            .ServerRaw($"* 1 FETCH (ENVELOPE (\"d\" {Literal("a (subject\r\n)")} ((NIL NIL \"a\" \"b)\")) NIL NIL NIL NIL NIL NIL \"<\\\"m)\") BODY[] {Literal(Mail)})\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal(ImapResult.Sha256(Mail), result.Message.Sha256);
    }

    [Fact]
    public void Unknown_items_are_passed_over_by_their_syntax()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (X)")
            .ServerRaw($"* 1 FETCH (X-GM-LABELS (\"\\\\Inbox\" a(b)) ANNOTATION (/x (v {Literal("y)")})) MODSEQ (12) SAVEDATE NIL X[1] 5 BODY[] {Literal(Mail)} PREVIEW \"p)\")\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal((null, true), (result.Message.Part, result.Message.Complete));
    }

    [Fact]
    public void Message_text_in_quotes_is_a_message_without_its_escapes()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (BODY[1] BODY[2] BODY[3])")
            .S("* 1 FETCH (BODY[1] \"say \\\"hi\\\" \\\\ there\" BODY[2] \"\" BODY[3] NIL UID 5)")
            .S("a3 OK done")
            .Run();

        Assert.Equal(["1", "2"], result.Messages.Select(message => message.Part!));
        Assert.Equal("say \"hi\" \\ there", result.Read(result.Messages[0]));
        Assert.All(result.Messages, message => Assert.True(message.Complete));
    }

    [Fact]
    public void A_section_name_that_holds_a_literal_is_put_together()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 1 FETCH (BODY[HEADER.FIELDS ({Literal("FROM")} TO)] {Literal("From: x\r\n\r\n")})\r\n")
            .Run();

        Assert.Equal("HEADER.FIELDS (FROM TO)", result.Message.Part);
    }

    [Fact]
    public void The_answer_counts_not_the_question()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 UID FETCH 3 BODY[]")
            .ServerRaw($"* 7 FETCH (UID 70 BODY[] {Literal(Mail)})\r\n")
            .S("a3 OK done")
            .Run();

        Assert.Equal((7L, 70L), (result.Message.Sequence, result.Message.Uid));
    }

    [Fact]
    public void A_message_that_nobody_asked_for_is_told_during_IDLE()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 IDLE")
            .S("+ idling")
            .ServerRaw($"* 1 FETCH (BODY[] {Literal(Mail)})\r\n")
            .C("DONE")
            .S("a3 OK done")
            .Run();

        Assert.True(result.Message.Complete);
        Assert.Equal(("IDLE", "DONE"), (result.Exchange("a3").Command, result.Exchange("a3").Argument));
    }

    [Fact]
    public void A_response_that_does_not_close_makes_its_messages_doubtful()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .ServerRaw("* 1 FETCH (BODY[] {5}\r\nabcdef\r\nmore\r\n)\r\n")
            .S("a3 OK done")
            .Run();

        Assert.All(result.Messages, message => Assert.False(message.Complete));
        Assert.Contains("imap-lost", result.Findings);
        Assert.Equal("OK", result.Exchange("a3").ReplyCode);
    }

    [Fact]
    public void A_literal_cut_by_the_end_of_the_capture_is_not_complete()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .ServerRaw("* 1 FETCH (BODY[] {4294967295}\r\nFrom: x\r\n")
            .Run();

        Assert.Equal((false, 9L), (result.Message.Complete, result.Message.Size));
    }

    [Fact]
    public void UIDFETCH_names_the_message_by_its_UID()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw($"* 25997 UIDFETCH (BODY[] {Literal(Mail)})\r\n")
            .Run();

        Assert.Equal((25997L, null), (result.Message.Uid, result.Message.Sequence));
    }

    [Fact]
    public void An_empty_line_between_responses_is_no_harm()
    {
        ImapResult result = ImapTranscript.Selected()
            .S("")
            .ServerRaw($"* 1 FETCH (BODY[] {Literal(Mail)})\r\n")
            .Run();

        Assert.True(result.Message.Complete);
        Assert.Equal(["cleartext-credentials"], result.Findings);
    }

    [Theory]
    [InlineData("BODY[]<0>")]
    [InlineData("RFC822")]
    public void The_cut_content_of_a_partial_fetch_has_no_hash(string item)
    {
        const string mail = "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=one\r\n\r\nfirst\r\n--b\r\nContent-Disposition: attachment; filename=two\r\n\r\nseco";

        ImapResult result = ImapTranscript.Selected().ServerRaw($"* 1 FETCH ({item} {Literal(mail)})\r\n").Run();

        bool isPart = item != "RFC822";
        Assert.Equal([("one", 5L, true), ("two", isPart ? null : 4L, !isPart)], result.Message.Attachments.Select(file => (file.Name!, file.Size, file.Sha256 is not null)));
    }
}
