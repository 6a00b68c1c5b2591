using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapAppendTests
{
    const string Mail = "From: a\r\n\r\nhi\r\n";

    [Theory]
    [InlineData("APPEND INBOX {15}", true)]
    [InlineData("APPEND inbox (\\Seen) {15}", true)]
    [InlineData("APPEND \"INBOX\" (\\Seen $x) \"17-May-2011 13:32:17 -0600\" {15}", true)]
    [InlineData("APPEND INBOX {15+}", false)]
    [InlineData("APPEND INBOX {15-}", false)]
    [InlineData("APPEND INBOX ~{15+}", false)]
    [InlineData("APPEND INBOX UTF8 (~{15}", true)]
    [InlineData("REPLACE 4 INBOX (\\Seen) {15}", true)]
    [InlineData("UID REPLACE 44 INBOX {15+}", false)]
    [InlineData("APPEND INBOX CATENATE (TEXT {15}", true)]
    public void Every_form_of_APPEND_gives_the_message(string command, bool waits)
    {
        string close = command.Contains('(', StringComparison.Ordinal) && !command.Contains(')', StringComparison.Ordinal) ? ")" : "";
        ImapTranscript transcript = ImapTranscript.Selected().C($"a3 {command}");
        if (waits) transcript.S("+ OK");
        ImapResult result = transcript.ClientRaw(Mail + close + "\r\n").S("a3 OK [APPENDUID 38505 3955] done").C("a4 NOOP").S("a4 OK").Run();

        MessageRecord message = result.Message;
        Assert.Equal(("APPEND", MessageDirection.Sent, null, true), (message.Via, message.Direction, message.Part, message.Complete));
        Assert.Equal((ImapResult.Sha256(Mail), "INBOX", 3955L, true), (message.Sha256, message.Mailbox, message.Uid, message.Accepted));
        Assert.Equal("OK", result.Exchange("a4").ReplyCode);
    }

    [Fact]
    public void Flags_belong_to_the_message_that_they_were_given_with()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw($"a3 APPEND Sent (\\Seen) {{15+}}\r\n{Mail} {{3+}}\r\nabc (\\Draft) \"01-Jan-2026 00:00:00 +0000\" {{0+}}\r\n\r\n")
            .S("a3 OK [APPENDUID 1 7:8] done")
            .Run();

        Assert.Equal([7L, 8L], result.Messages.Select(message => message.Uid!.Value));
        Assert.Equal(["\\Seen"], result.Messages[0].Flags!);
        Assert.Null(result.Messages[1].Flags);
    }

    [Fact]
    public void A_mailbox_name_may_be_a_literal_and_is_not_a_message()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw($"a3 APPEND {{12+}}\r\nEntw&APw-rfe {{15+}}\r\n{Mail}\r\n").S("a3 OK").Run();

        Assert.Equal("Entw\u00FCrfe", result.Message.Mailbox);
    }

    [Fact]
    public void A_message_that_the_server_refuses_was_still_sent()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 APPEND NoSuchBox {15}").S("+ OK").ClientRaw(Mail + "\r\n").S("a3 NO [TRYCREATE] no").Run();

        Assert.Equal((true, false), (result.Message.Complete, result.Message.Accepted));
    }

    [Fact]
    public void A_message_whose_literal_is_refused_was_never_sent()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 APPEND INBOX {15000000}").S("a3 NO [TOOBIG] no").C("a4 NOOP").S("a4 OK").Run();

        Assert.Empty(result.Messages);
        Assert.Equal(("NO", "NOOP"), (result.Exchange("a3").ReplyCode, result.Exchange("a4").Command));
        Assert.Equal("NO", Assert.Single(result.Mailboxes, record => record.Operation == "append").Result);
    }

    [Fact]
    public void An_answer_before_the_end_of_the_literal_waits_for_it()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw("a3 APPEND INBOX {15+}\r\nFrom: ").S("a3 NO [OVERQUOTA] full").ClientRaw("a\r\n\r\nhi\r\n\r\na4 NOOP\r\n").S("a4 OK").Run();

        Assert.Equal((true, false, ImapResult.Sha256(Mail)), (result.Message.Complete, result.Message.Accepted, result.Message.Sha256));
        Assert.Equal("NO", result.Exchange("a3").ReplyCode);
    }

    [Fact]
    public void Texts_of_CATENATE_are_one_message_and_URLs_in_it_are_missing()
    {
        ImapResult texts = ImapTranscript.Selected()
            .ClientRaw("a3 APPEND Drafts CATENATE (TEXT {6+}\r\nFrom: TEXT {9+}\r\na\r\n\r\nhi\r\n)\r\n").S("a3 OK").Run();
        ImapResult urls = ImapTranscript.Selected()
            .ClientRaw("a3 APPEND Drafts (\\Draft) CATENATE (TEXT {6+}\r\nFrom: URL \"/INBOX;UIDVALIDITY=77/;UID=20\" URL {8+}\r\n/x/;UID= TEXT {3+}\r\n\r\n.)\r\n").S("a3 OK").Run();

        Assert.Equal((null, true, ImapResult.Sha256(Mail)), (texts.Message.Part, texts.Message.Complete, texts.Message.Sha256));
        Assert.Equal(("CATENATE TEXT", ImapResult.Sha256("From: \r\n.")), (urls.Message.Part, urls.Message.Sha256));
        Assert.Contains("imap-catenate-url", urls.Findings);
    }

    [Fact]
    public void A_command_that_does_not_exist_is_no_harm()
    {
        ImapResult result = ImapTranscript.Selected().ClientRaw("a3 UID APPEND INBOX {3+}\r\nabc\r\n").S("a3 BAD what").Run();

        Assert.Equal("UID APPEND", result.Exchange("a3").Command);
    }

    [Fact]
    public void A_cancelled_append_has_no_message()
    {
        ImapResult result = ImapTranscript.Selected().ClientRaw("a3 APPEND INBOX {0+}\r\n\r\n").S("a3 NO").Run();

        Assert.Empty(result.Messages);
    }

    [Fact]
    public void A_message_cut_by_the_end_is_told_as_incomplete()
    {
        ImapResult result = ImapTranscript.Selected().ClientRaw("a3 APPEND INBOX {100+}\r\nFrom: a\r\n").Run();

        Assert.Equal((false, 9L, null), (result.Message.Complete, result.Message.Size, result.Message.Accepted));
    }

    [Fact]
    public void A_gap_in_a_literal_is_counted_and_the_dialogue_goes_on_behind_it()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw("a3 APPEND INBOX {15+}\r\nFrom").Gap(Direction.FromClient, 5).ClientRaw("\r\nhi\r\n\r\na4 NOOP\r\n").S("a3 OK").S("a4 OK").Run();

        Assert.Equal((false, 10L, 5L), (result.Message.Complete, result.Message.Size, result.Message.Missing));
        Assert.Equal([new ContentGap(4, 5, CapturedOffset: 4)], result.Message.Content.Gaps);
        Assert.Equal("NOOP", result.Exchange("a4").Command);
    }

    [Fact]
    public void A_gap_beyond_a_literal_ends_it_and_the_next_command_is_found()
    {
        ImapResult result = ImapTranscript.Selected()
            .ClientRaw("a3 APPEND INBOX {15+}\r\nFrom").Gap(Direction.FromClient, 20).ClientRaw("OP\r\na5 NOOP\r\n").S("a3 OK").S("a5 OK").Run();

        Assert.Equal((false, 4L, 11L), (result.Message.Complete, result.Message.Size, result.Message.Missing));
        Assert.Equal("NOOP", result.Exchange("a5").Command);
    }
}
