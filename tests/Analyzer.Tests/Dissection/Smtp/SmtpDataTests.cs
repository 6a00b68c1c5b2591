using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpDataTests
{
    static MessageRecord Send(string body, out TranscriptRun run)
    {
        run = SmtpScript.Run(SmtpScript.UpToBody + body + "\nS: 250 queued" + SmtpScript.Closing);
        return Assert.Single(run.Messages);
    }

    [Fact]
    public void A_message_is_the_text_up_to_the_dot_line()
    {
        MessageRecord message = Send("C: Subject: x\nC+\nC+ text\nC+ .", out TranscriptRun run);

        Assert.Equal("Subject: x\r\n\r\ntext\r\n", run.TextOf(message));
        Assert.Equal(20, message.Size);
        Assert.True(message.Complete);
        Assert.True(message.Accepted);
        Assert.Equal("DATA", message.Via);
        Assert.Equal(MessageDirection.Sent, message.Direction);
    }

    [Fact]
    public void The_leave_to_send_is_a_reply_of_its_own_before_the_verdict()
    {
        ExchangeRecord data = SmtpScript.Run(SmtpScript.Opening + """
            C: DATA
            S: 354 go
            C: x
            C+ .
            S: 250 queued
            """).Exchanges.Single(exchange => exchange.Command == "DATA");

        EarlierReply earlier = Assert.Single(data.EarlierReplies);
        Assert.Equal(("354", 1, "250", "go\nqueued"), (earlier.Code, earlier.EndLine, data.ReplyCode, data.Reply));
    }

    [Fact]
    public void An_empty_mail_ends_at_the_first_dot()
    {
        MessageRecord message = Send("C: .", out _);

        Assert.Equal(0, message.Size);
        Assert.True(message.Complete);
    }

    [Theory]
    [InlineData("..", ".\r\n")]
    [InlineData("..two", ".two\r\n")]
    [InlineData("a..", "a..\r\n")]
    [InlineData("...", "..\r\n")]
    [InlineData(".one dot and no second", "one dot and no second\r\n")]
    public void A_dot_that_was_doubled_at_a_line_start_is_halved(string line, string content)
    {
        MessageRecord first = Send($"C: {line}\nC+ .", out TranscriptRun run);
        Assert.Equal(content, run.TextOf(first));

        MessageRecord second = Send($"C: a\nC+ {line}\nC+ .", out run);
        Assert.Equal("a\r\n" + content, run.TextOf(second));
    }

    [Fact]
    public void A_command_inside_a_message_is_text()
    {
        MessageRecord message = Send("C: Subject: x\nC+ RSET\nC+ QUIT\nC+ .", out TranscriptRun run);

        Assert.Equal("Subject: x\r\nRSET\r\nQUIT\r\n", run.TextOf(message));
        Assert.DoesNotContain(run.Exchanges, exchange => exchange.Command == "RSET");
    }

    [Fact]
    public void Each_of_two_messages_on_a_connection_has_its_own_envelope_and_verdict()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("two mails"));

        Assert.Equal([true, false], run.Messages.Select(message => message.Accepted));
        Assert.Equal("ann@a.example", run.Messages[0].Envelope!.From);
        Assert.Equal(["bob@b.example"], run.Messages[0].Envelope!.To);
        Assert.Equal("", run.Messages[1].Envelope!.From);
        Assert.Equal(["eve@b.example"], run.Messages[1].Envelope!.To);
        Assert.Equal(["bob@b.example"], run.Messages[1].Envelope!.Rejected);
    }

    [Fact]
    public void Pipelined_commands_meet_their_own_replies()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("pipelined"));

        Assert.Equal(["Subject: one\r\n", "Subject: two\r\n"], run.Messages.Select(run.TextOf));
        Assert.Equal(["no@b.example"], run.Messages[0].Envelope!.Rejected);
        Assert.Equal(["eve@b.example"], run.Messages[1].Envelope!.To);
        Assert.All(run.Messages, message => Assert.True(message is { Complete: true, Accepted: true }));
        Assert.Equal("550", run.Exchanges.Single(exchange => exchange.Argument == "TO:<no@b.example>").ReplyCode);
    }

    [Fact]
    public void After_a_refused_DATA_the_next_line_is_a_command()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("refused"));

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("Subject: x\r\n", run.TextOf(message));
        Assert.Equal(["bob@b.example"], message.Envelope!.To);
        Assert.Equal("554", run.Exchanges.First(exchange => exchange.Command == "DATA").ReplyCode);
    }

    [Fact]
    public void RSET_forgets_the_envelope()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + """
            C: RSET
            S: 250 ok
            C: MAIL FROM:<eve@e.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: .
            S: 250 ok
            """);

        Envelope envelope = Assert.Single(run.Messages).Envelope!;
        Assert.Equal("eve@e.example", envelope.From);
        Assert.Empty(envelope.To);
    }

    [Theory]
    [InlineData("EHLO again.example", "250 hello", null)]
    [InlineData("EHLO", "501 whom", "ann@a.example")]
    [InlineData("MAIL FROM:<two@a.example>", "503 nested", "ann@a.example")]
    [InlineData("MAIL FROM:<two@a.example>", "250 ok", "two@a.example")]
    [InlineData("RSET", "500 what", "ann@a.example")]
    public void A_command_changes_the_envelope_only_when_it_is_accepted(string command, string reply, string? sender)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToRecipient}C: {command}\nS: {reply}\nC: DATA\nS: 354 go\nC: .\nS: 250 ok");

        Assert.Equal(sender, Assert.Single(run.Messages).Envelope!.From);
    }

    [Fact]
    public void A_message_cut_off_by_a_reset_is_delivered_incomplete()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("reset in the message"));

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("Subject: cut\r\nmore\r\n", run.TextOf(message));
        Assert.False(message.Complete);
        Assert.Null(message.Accepted);
    }

    [Fact]
    public void A_refusal_before_the_end_of_a_message_that_never_ends_is_its_verdict()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + "C: Subject: big\nS: 552 too much\n[reset]");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.False(message.Complete);
        Assert.False(message.Accepted);
        Assert.Equal("552", run.Exchanges.Single(exchange => exchange.Command == "DATA").ReplyCode);
    }

    [Fact]
    public void A_message_that_goes_on_from_a_checkpoint_lacks_its_beginning()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: DATA\nS: 355 1000 octets are here\nC: rest\nC+ .\nS: 250 ok");

        Assert.False(Assert.Single(run.Messages).Complete);
        Assert.Contains("message-restarted", run.Findings);
    }

    [Fact]
    public void Addresses_and_bodies_may_be_UTF_8()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + """
            C: MAIL FROM:<žofie@a.example> SMTPUTF8 BODY=8BITMIME
            S: 250 ok
            C: RCPT TO:<δοκιμή@παράδειγμα.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: Příliš
            C+ .
            S: 250 ok
            """);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("žofie@a.example", message.Envelope!.From);
        Assert.Equal(["δοκιμή@παράδειγμα.example"], message.Envelope.To);
        Assert.Equal(20, message.Size);
    }

    [Fact]
    public void Any_octet_may_stand_in_a_message()
    {
        MessageRecord message = Send("C: \\0\\x01\\xff\\x80\\x16\\x03\\x01\nC+ .", out TranscriptRun run);

        Assert.Equal("\0\x01\xff\x80\x16\x03\x01\r\n", run.TextOf(message));
    }

    [Fact]
    public void A_line_of_any_length_may_stand_in_a_message()
    {
        string longLine = new('x', 600_000);
        MessageRecord message = Send($"C: {longLine}\nC+ .", out TranscriptRun run);

        Assert.Equal(600_002, message.Size);
        Assert.True(message.Complete);
        Assert.Equal(longLine + "\r\n", run.TextOf(message));
    }

    [Fact]
    public void A_reply_to_nothing_does_not_shift_the_answer_to_DATA()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: DATA\nS: 250 what is this\nS+ 354 go\nC: x\nC+ .\nS: 250 queued");

        Assert.Equal("x\r\n", run.TextOf(Assert.Single(run.Messages)));
    }

    [Fact]
    public void A_command_without_an_answer_does_not_shift_the_answer_to_DATA()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: RCPT TO:<two@b.example>\nC: DATA\nS: 354 go\nC: x\nC+ .\nS: 250 queued");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message.Accepted);
        Assert.Equal(["bob@b.example", "two@b.example"], message.Envelope!.To);
    }
}
