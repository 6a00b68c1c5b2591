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
}
