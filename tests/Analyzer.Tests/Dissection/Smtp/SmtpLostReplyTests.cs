using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Smtp;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpLostReplyTests
{
    [Fact]
    public void Behind_a_lost_reply_to_EHLO_the_others_still_answer_their_commands()
    {
        TranscriptRun run = SmtpScript.Run("""
            S: 220 mail.b.example ESMTP
            C: EHLO pc.a.example
            [S gap 77]
            C: MAIL FROM:<ann@a.example>
            S: 250 2.1.0 sender
            C: RCPT TO:<bob@b.example>
            S: 250 2.1.5 recipient
            C: DATA
            S: 354 go
            C: Subject: one
            [C gap 100]
            S: 250 queued one
            C: MAIL FROM:<ann@a.example>
            S: 250 2.1.0 sender
            C: RCPT TO:<bob@b.example>
            S: 250 2.1.5 recipient
            C: DATA
            S: 354 go
            C: Subject: two
            C+ .
            S: 250 queued two
            """ + SmtpScript.Closing);

        Assert.Equal([("one", false), ("two", true)], run.Messages.Select(message => (message.Subject!, message.Complete)));
        Assert.Equal(["2.1.0 sender", "2.1.0 sender"], run.Exchanges.Where(exchange => exchange.Command == "MAIL").Select(exchange => exchange.Reply));
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void The_rest_of_a_reply_to_EHLO_that_has_lost_its_beginning_is_of_EHLO()
    {
        TranscriptRun run = SmtpScript.Run("""
            S: 220 mail.b.example ESMTP
            C: EHLO pc.a.example
            [S gap 30]
            S: 250-SIZE 1000
            S+ 250 HELP
            C: MAIL FROM:<ann@a.example>
            S: 250 2.1.0 sender
            """ + SmtpScript.Closing);

        Assert.Equal(["SIZE 1000\nHELP", "2.1.0 sender"], run.Exchanges.Where(exchange => exchange.Command is "EHLO" or "MAIL").Select(exchange => exchange.Reply));
    }

    [Fact]
    public void The_reply_to_EHLO_is_no_part_of_a_greeting_that_has_lost_its_end()
    {
        TranscriptRun run = SmtpScript.Run("""
            C: EHLO pc.a.example
            C: MAIL FROM:<ann@a.example>
            S: 220-mail.b.example
            [S gap 42]
            S: 250-mail.b.example
            S+ 250 HELP
            S: 250 2.1.0 sender
            """ + SmtpScript.Closing);

        Assert.Equal(["mail.b.example", "mail.b.example\nHELP", "2.1.0 sender"], run.Exchanges.Take(3).OrderBy(exchange => exchange.ReplyPacket).Select(exchange => exchange.Reply));
    }

    [Fact]
    public void Replies_behind_a_loss_are_waited_for_where_the_client_has_gone_on()
    {
        Transcript told = Transcript.Parse("""
            S: 220 mail.b.example ESMTP
            C: EHLO pc.a.example
            [S gap 77]
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<bob@b.example>
            C+ RCPT TO:<bib@b.example>
            C+ DATA
            S: 250 2.1.0 sender
            S+ 250 2.1.5 recipient
            S+ 550 5.1.1 unknown
            S+ 354 go
            C: Subject: one
            C+ .
            S: 250 queued
            """ + SmtpScript.Closing);
        // The loss becomes certain only when the client has sent the message.
        Transcript late = told.With([.. told.Packets.Take(2), told.Packets[3], told.Packets[5], told.Packets[2], told.Packets[4], .. told.Packets.Skip(6)]);

        MessageRecord message = Assert.Single(late.Run(SmtpDissector.Protocol).Messages);
        Assert.Equal((true, "bob@b.example", "bib@b.example"), (message.Complete, message.Envelope!.To.Single(), message.Envelope.Rejected.Single()));
    }

    [Fact]
    public void A_client_that_says_everything_before_the_greeting_has_not_gone_on_behind_a_lost_answer()
    {
        TranscriptRun run = SmtpScript.Run("""
            C: EHLO pc.a.example
            C: MAIL FROM:<ann@a.example>
            C: RCPT TO:<bob@b.example>
            C: RCPT TO:<bib@b.example>
            C: DATA
            C: Subject: one
            C: .
            S: 220-mail.b.example
            [S gap 42]
            S: 220 ESMTP
            S: 250-mail.b.example
            S+ 250 HELP
            S: 250 2.1.0 sender
            S: 250 2.1.5 recipient
            S: 550 5.1.1 unknown
            S: 354 go
            S: 250 queued
            """ + SmtpScript.Closing);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((true, true), (message.Complete, message.Accepted));
        Assert.Equal(("bob@b.example", "bib@b.example"), (message.Envelope!.To.Single(), message.Envelope.Rejected.Single()));
        Assert.Equal("mail.b.example\nHELP", run.Exchanges.Single(exchange => exchange.Command == "EHLO").Reply);
    }

    [Fact]
    public void A_message_that_ended_in_a_hole_together_with_its_verdict_takes_no_commands_in()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + """
            [C gap 559]
            [S gap 41]
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<bob@b.example>
            C+ DATA
            S: 250 2.1.0 sender
            S+ 250 2.1.5 recipient
            S+ 354 go
            C: Subject: two
            C+ .
            S: 250 queued
            """ + SmtpScript.Closing);

        Assert.Equal([(false, 0L, 556L), (true, 14L, 0L)], run.Messages.Select(message => (message.Complete, message.Size, message.Missing)));
        Assert.Equal(["bob@b.example"], run.Messages[1].Envelope!.To);
    }

    [Fact]
    public void Commands_in_the_text_of_a_message_are_text_behind_a_hole_too()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + """
            C: Subject: how to
            [C gap 100]
            C: MAIL FROM:<ann@a.example>
            C+ is what one says first.
            C+ .
            S: 250 queued
            """ + SmtpScript.Closing);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((false, 69L, 100L, true), (message.Complete, message.Size, message.Missing, message.Accepted!.Value));
    }
}
