using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapDialogueTests
{
    [Fact]
    public void The_phases_follow_the_answers()
    {
        ImapResult result = new ImapTranscript()
            .S("* OK ready")
            .C("a LOGIN x y").S("a OK")
            .C("b SELECT Nowhere").S("b NO none")
            .C("c SELECT INBOX").S("c OK")
            .C("d SELECT Other").S("d NO none")
            .C("e EXAMINE INBOX").S("e OK")
            .C("f CLOSE").S("f OK")
            .C("g LOGOUT").S("* BYE bye").S("g OK")
            .Run();

        Assert.Equal(
            ["not-authenticated", "not-authenticated", "authenticated", "authenticated", "selected", "authenticated", "selected", "authenticated"],
            result.Exchanges.Select(exchange => exchange.Phase));
        Assert.Equal(SessionOutcome.Closed, result.Session.Outcome);
        Assert.Equal(7, result.Session.Commands);
    }

    [Fact]
    public void Answers_in_another_order_are_matched_by_tag()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw("y1 NOOP\r\ny2 FETCH 1 BODY.PEEK[]\r\ny3 STORE 1 +FLAGS (\\Seen)\r\n")
            .ServerRaw("* 1 FETCH (BODY[] {3}\r\nabc)\r\ny2 OK fetched\r\n* 1 FETCH (FLAGS (\\Seen))\r\ny3 OK stored\r\ny1 OK nothing\r\n")
            .Run();

        Assert.Equal(("NOOP", "nothing"), (result.Exchange("y1").Command, result.Exchange("y1").Reply));
        Assert.Equal(("FETCH", "* 1 FETCH (BODY[] {3})\n* 1 FETCH (FLAGS (\\Seen))\nfetched"), (result.Exchange("y2").Command, result.Exchange("y2").Reply!.Replace("\nfetched", "\n* 1 FETCH (FLAGS (\\Seen))\nfetched", StringComparison.Ordinal)));
        Assert.Equal(("STORE", "* 1 FETCH (FLAGS (\\Seen))\nstored"), (result.Exchange("y3").Command, result.Exchange("y3").Reply));
    }

    [Fact]
    public void A_client_that_uses_one_tag_for_all_is_understood()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C(". CAPABILITY").S("* CAPABILITY IMAP4rev1").S(". OK done").C(". NOOP").S(". OK done").Run();

        Assert.Equal(["CAPABILITY", "NOOP"], result.Exchanges.Skip(1).Select(exchange => exchange.Command!));
    }

    [Fact]
    public void Untagged_data_while_no_command_is_in_flight_is_an_exchange_of_its_own()
    {
        ImapResult result = ImapTranscript.Selected().S("* 10 EXISTS").S("* OK [ALERT] look").S("* BYE idle for too long").Run();

        Assert.Equal([null, "OK", "BYE"], result.Exchanges.TakeLast(3).Select(exchange => exchange.ReplyCode));
        Assert.Equal(["* 10 EXISTS", "[ALERT] look", "idle for too long"], result.Exchanges.TakeLast(3).Select(exchange => exchange.Reply!));
        Assert.Equal(SessionOutcome.Closed, result.Session.Outcome);
    }

    [Fact]
    public void A_long_reply_shows_its_first_lines_and_how_many_more_there_were()
    {
        ImapTranscript transcript = ImapTranscript.Selected().C("a3 FETCH 1:* FLAGS");
        for (int i = 1; i <= 103; i++) transcript.S($"* {i} FETCH (FLAGS ())");

        ImapResult result = transcript.S("a3 OK done").Play();

        string[] lines = result.Exchange("a3").Reply!.Split('\n');
        Assert.Equal((102, "(3 more lines)", "done"), (lines.Length, lines[100], lines[101]));
    }

    [Fact]
    public void The_greeting_tells_the_servers_name_and_software_and_ID_tells_more()
    {
        ImapResult greeted = new ImapTranscript().S("* OK [CAPABILITY IMAP4rev1] mail.example.org Cyrus IMAP v3.8.1 ready").Run();
        ImapResult told = new ImapTranscript().S("* OK Dovecot ready.")
            .C("a ID (\"name\" \"client\" \"version\" \"1.2\" \"os\" NIL)").S("* ID (\"name\" \"Dovecot\" \"version\" \"2.4\")").S("a OK").Run();

        Assert.Equal(("mail.example.org", "mail.example.org Cyrus IMAP v3.8.1 ready"), (greeted.Session.ServerName, greeted.Session.ServerSoftware));
        Assert.Equal(((string?)null, "Dovecot 2.4"), (told.Session.ServerName, told.Session.ServerSoftware));
        Assert.Equal([KeyValuePair.Create("client_software", "client 1.2")], told.Session.Facts);
    }

    [Fact]
    public void Commands_are_upper_case_and_UID_belongs_to_them()
    {
        ImapResult result = ImapTranscript.Selected().C("x uid fetch 1:* (flags)").S("x OK").Run();

        Assert.Equal(("UID FETCH", "1:* (flags)"), (result.Exchange("x").Command, result.Exchange("x").Argument));
    }

    [Fact]
    public void An_answer_that_was_captured_before_its_command_finds_it()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").S("a1 OK [READ-WRITE] done").C("a1 NOOP").C("a2 NOOP").S("a2 OK").Run();

        Assert.Equal(("NOOP", "OK"), (result.Exchange("a1").Command, result.Exchange("a1").ReplyCode));
    }

    [Fact]
    public void A_go_ahead_that_was_captured_before_its_literal_was_announced_finds_it()
    {
        ImapResult result = ImapTranscript.Selected().S("+ go").ClientRaw("a3 APPEND INBOX {3}\r\nabc\r\n").S("a3 OK").Run();

        Assert.Equal((true, 3L), (result.Message.Complete, result.Message.Size));
    }

    [Fact]
    public void An_answer_to_a_command_that_is_not_there_is_told_with_its_tag()
    {
        ImapResult result = new ImapTranscript { IsMidstream = true }.S("z9 OK done").C("a1 NOOP").S("a1 OK").Run();

        ExchangeRecord stray = result.Exchange("z9");
        Assert.Equal((null, "OK", "done"), (stray.Command, stray.ReplyCode, stray.Reply));
    }

    [Fact]
    public void A_useless_go_ahead_holds_nothing_up()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a1 NOOP").S("+ what").S("a1 OK").C("a2 NOOP").S("a2 OK").Run();

        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void Bare_line_feeds_end_lines_too()
    {
        ImapResult result = new ImapTranscript().ServerRaw("* OK ready\n").ClientRaw("a1 NOOP\n").ServerRaw("a1 OK done\n").Run();

        Assert.Equal("done", result.Exchange("a1").Reply);
    }

    [Fact]
    public void The_capture_of_the_servers_side_alone_gives_its_messages()
    {
        ImapResult result = new ImapTranscript()
            .S("* OK ready").S("a1 OK in").S("* 3 EXISTS").S("a2 OK [READ-WRITE] selected")
            .ServerRaw("* 1 FETCH (FLAGS () BODY[] {9}\r\nFrom: x\r\n)\r\n").S("a3 OK").S("+ OK").S("a4 OK").S("* BYE").S("a5 OK")
            .Run();

        Assert.Equal((true, null, null), (result.Message.Complete, result.Message.Part, result.Message.Mailbox));
        Assert.Equal(["a1", "a2", "a3", "a4", "a5"], result.Exchanges.Where(exchange => exchange.Tag is not null).Select(exchange => exchange.Tag!));
    }

    [Fact]
    public void The_capture_of_the_clients_side_alone_gives_its_messages_and_passwords()
    {
        ImapResult result = new ImapTranscript()
            .C("a1 LOGIN alice pw").C("a2 SELECT INBOX").C("a3 APPEND Sent (\\Seen) {9}").ClientRaw("From: x\r\n\r\n").C("a4 IDLE").C("DONE").C("a5 LOGOUT")
            .Run();

        Assert.Equal((true, "Sent", null), (result.Message.Complete, result.Message.Mailbox, result.Message.Accepted));
        Assert.Equal(("alice", null), (result.Credential.User, result.Credential.Accepted));
        Assert.Equal(["LOGIN", "SELECT", "APPEND", "IDLE", "LOGOUT"], result.Exchanges.Select(exchange => exchange.Command!));
    }

    [Fact]
    public void A_dialogue_that_was_joined_in_the_middle_begins_at_the_next_line_that_is_one()
    {
        ImapResult result = new ImapTranscript { IsMidstream = true }
            .ClientRaw("x\r\nDONE\r\n13 UID fetch 12:* (FLAGS)\r\n")
            .ServerRaw("ody text\r\n * not this\r\n* 2 EXISTS\r\n* 2 FETCH (UID 12 BODY[] {3}\r\nabc)\r\n13 OK done\r\n")
            .Run();

        Assert.Equal("selected", result.Exchange("13").Phase);
        Assert.Equal((12L, true), (result.Message.Uid, result.Message.Complete));
        Assert.True(result.Session.Midstream);
    }

    [Fact]
    public void More_commands_in_flight_than_anyone_sends_are_given_up_oldest_first()
    {
        ImapTranscript transcript = ImapTranscript.Selected();
        for (int i = 0; i < 300; i++) transcript.C($"n{i} NOOP");

        ImapResult result = transcript.Play();

        Assert.Contains("pending-limit", result.Findings);
        Assert.Equal(303, result.Exchanges.Count);
    }

    [Fact]
    public void A_line_longer_than_any_is_cut_and_the_dialogue_goes_on_behind_it()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 SEARCH ALL")
            .ServerRaw("* SEARCH" + string.Concat(Enumerable.Repeat(" 1234567", 40_000)) + "\r\n")
            .S("a3 OK done")
            .Play();

        Assert.Equal("OK", result.Exchange("a3").ReplyCode);
        Assert.Contains("imap-line-too-long", result.Findings);
    }

    [Fact]
    public void An_overlong_text_literal_is_passed_over()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw("a3 SEARCH SUBJECT {100000+}\r\n" + new string('x', 100_000) + "\r\n")
            .S("a3 OK done")
            .Play();

        Assert.Equal("SUBJECT {100000+}", result.Exchange("a3").Argument);
    }

    [Fact]
    public void A_reset_ends_the_session_as_reset()
    {
        Assert.Equal(SessionOutcome.Reset, new ImapTranscript { Reason = CloseReason.Reset }.S("* OK ready").Run().Session.Outcome);
    }

    [Fact]
    public void Status_lines_may_end_in_what_looks_like_a_literal()
    {
        ImapResult result = new ImapTranscript().S("* OK ready {3}").C("a1 NOOP").S("a1 OK see {99}").C("a2 NOOP").S("a2 OK").Run();

        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void A_response_code_may_hold_a_literal()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 SEARCH CHARSET X ALL").ServerRaw("* NO [BADCHARSET ({5}\r\nUTF-8)] no\r\n").S("a3 NO").C("a4 NOOP").S("a4 OK").Run();

        Assert.Equal("OK", result.Exchange("a4").ReplyCode);
        Assert.Equal(["cleartext-credentials"], result.Findings);
    }
}
