using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpRecoveryTests
{
    [Fact]
    public void A_gap_inside_a_message_is_measured_and_the_next_message_is_whole()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + """
            C: Subject: one
            [C gap 1000]
            C: rest
            C+ .
            S: 250 queued
            C: MAIL FROM:<ann@a.example>
            S: 250 ok
            C: RCPT TO:<bob@b.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: two
            C+ .
            S: 250 queued
            """ + SmtpScript.Closing);

        Assert.Equal([false, true], run.Messages.Select(message => message.Complete));
        Assert.Equal(1000, run.Messages[0].Missing);
        Assert.Equal([new ContentGap(14, 1000, CapturedOffset: 14)], run.Messages[0].Content.Gaps);
        Assert.Equal("Subject: two\r\n", run.TextOf(run.Messages[1]));
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_message_whose_end_was_lost_ends_with_the_servers_answer()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + "C: Subject: one\n[C gap 103]\nS: 250 queued" + SmtpScript.Closing);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: false, Accepted: true });
        Assert.Equal(100, message.Missing);
        Assert.Equal("QUIT", run.Exchanges[^1].Command);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void Commands_go_on_behind_a_gap_in_them()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + """
            C: MAIL FROM:<ann@a.example>
            S: 250 ok
            [C gap 40]
            S: 250 ok
            C: mple>
            C+ RCPT TO:<two@b.example>
            S: 250 ok
            S+ 250 ok
            C: DATA
            S: 354 go
            C: text
            C+ .
            S: 250 queued
            """);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: true, Accepted: true });
        Assert.Equal(["two@b.example"], message.Envelope!.To);
        Assert.Contains("gap-in-commands", run.Findings);
    }

    [Fact]
    public void A_message_whose_DATA_was_lost_is_read_from_the_servers_leave_on()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "[C gap 6]\nS: 354 go\nC: Subject: x\nC+ .\nS: 250 queued" + SmtpScript.Closing);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("Subject: x\r\n", run.TextOf(message));
        Assert.True(message is { Complete: false, Accepted: true });
        Assert.Equal("ann@a.example", message.Envelope!.From);
    }

    [Fact]
    public void A_login_whose_AUTH_was_lost_is_read_from_the_challenge_on()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "[C gap 12]\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok" + SmtpScript.Closing);

        CredentialRecord credential = Assert.Single(run.Credentials);
        Assert.Equal(("LOGIN", "tim", "secret", true), (credential.Mechanism, credential.User, credential.Secret, credential.Accepted));
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_leave_to_send_that_comes_behind_the_next_command_was_given_to_another()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: DATA\nC: RSET\nC: MAIL FROM:<new@a.example>\nC: DATA\nS: 354 go\nC: x\nC+ .\nS: 250 queued");

        Assert.Equal("x\r\n", run.TextOf(Assert.Single(run.Messages)));
        Assert.Contains("out-of-step", run.Findings);
    }

    [Fact]
    public void Lost_replies_leave_the_others_with_their_commands()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + """
            C: MAIL FROM:<ann@a.example>
            [S gap 14]
            C: RCPT TO:<bob@b.example>
            S: 550 no
            C: RCPT TO:<eve@b.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: x
            C+ .
            S: 250 queued
            """ + SmtpScript.Closing);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message.Complete);
        Assert.Equal(["eve@b.example"], message.Envelope!.To);
        Assert.Equal(["bob@b.example"], message.Envelope.Rejected);
        Assert.Null(run.Exchanges.Single(exchange => exchange.Command == "MAIL").ReplyCode);
        Assert.Contains("gap-in-replies", run.Findings);
    }

    [Fact]
    public void A_hole_in_the_reply_to_EHLO_costs_no_other_reply()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx ESMTP\nC: EHLO a\nS: 250-mx\n[S gap 30]\nS: NING\nS+ 250 CHUNKING\nC: NOOP\nS: 250 fine");

        Assert.Equal(["CHUNKING", "fine"], run.Exchanges.Skip(1).Select(exchange => exchange.Reply!.Split('\n')[^1]));
    }

    [Theory]
    [InlineData("C: Subject: x\nC+ text\nC+ .\nS: 250 queued", 1)]
    [InlineData("C: RSET\nS: 250 ok", 0)]
    [InlineData("C: QUIT\nS: 221 bye", 0)]
    [InlineData("C: VRFY bob\nS: 252 maybe", 0)]
    public void When_the_answer_to_DATA_is_lost_the_client_shows_what_it_was(string goesOn, int messages)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToRecipient}C: DATA\n[S gap 20]\n{goesOn}");

        Assert.Equal(messages, run.Messages.Count);
        Assert.All(run.Messages, message => Assert.True(message is { Complete: true, Accepted: true }));
        Assert.NotNull(run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void An_answer_to_DATA_that_comes_after_all_is_no_second_one()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToRecipient}C: DATA\n[S gap 6]\nC: Subject: x\nS: 354 go\nC: .\nS: 250 queued{SmtpScript.Closing}");

        Assert.True(Assert.Single(run.Messages) is { Complete: true, Accepted: true });
        Assert.Equal("go\nqueued", run.Exchanges.Single(exchange => exchange.Command == "DATA").Reply);
    }

    [Fact]
    public void The_client_alone_tells_its_messages_without_a_verdict()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("two mails")).Without(Direction.FromServer).Run();

        Assert.Equal(2, run.Messages.Count);
        Assert.All(run.Messages, message => Assert.True(message is { Complete: true, Accepted: null }));
        Assert.Equal(["bob@b.example", "eve@b.example"], run.Messages[1].Envelope!.To);
        Assert.Single(run.Findings, "one-direction");
        Assert.Equal(["EHLO", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"], run.Exchanges.OrderBy(exchange => exchange.Number).Select(exchange => exchange.Command));
    }

    [Fact]
    public void The_client_alone_shows_that_DATA_was_refused()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("refused")).Without(Direction.FromServer).Run();

        Assert.Equal("Subject: x\r\n", run.TextOf(Assert.Single(run.Messages)));
    }

    [Fact]
    public void The_client_alone_tells_its_logins()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("logins")).Without(Direction.FromServer).Run();

        Assert.Equal([("tim", "secret"), ("tim", "secret")], run.Credentials.Select(credential => (credential.User!, credential.Secret!)));
        Assert.All(run.Credentials, credential => Assert.Null(credential.Accepted));
        Assert.Equal("QUIT", run.Exchanges[^1].Command);
    }

    [Fact]
    public void The_server_alone_tells_its_replies_and_that_the_rest_is_missing()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("plain")).Without(Direction.FromClient).Run();

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], run.Exchanges.Select(exchange => exchange.ReplyCode));
        Assert.All(run.Exchanges, exchange => Assert.Null(exchange.Command));
        Assert.Equal(["one-direction"], run.Findings);
    }

    [Fact]
    public void A_capture_that_begins_inside_a_message_delivers_its_rest()
    {
        TranscriptRun run = SmtpScript.Run("[midstream]\nC: rest of a line\nC+ text\nC+ QUIT\nC+ .\nS: 250 queued\nC: QUIT\nS: 221 bye");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: false, Accepted: true });
        Assert.True(run.Session.Midstream);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_capture_that_begins_between_commands_delivers_the_next_message_whole()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("plain")).BeginAt(3).Run();

        Assert.True(Assert.Single(run.Messages) is { Complete: true, Accepted: true, Envelope.From: "ann@a.example" });
        Assert.Equal(["MAIL", "RCPT", "DATA", "QUIT"], run.Exchanges.Select(exchange => exchange.Command));
    }

    [Fact]
    public void A_capture_that_begins_with_an_answer_gives_it_to_nothing()
    {
        TranscriptRun run = SmtpScript.Parse(SmtpTranscripts.Get("plain")).BeginAt(4).Run();

        Assert.Null(run.Exchanges[0].Command);
        Assert.Equal("2.1.5 Ok", run.Exchanges.Single(exchange => exchange.Command == "RCPT").Reply);
        Assert.Null(Assert.Single(run.Messages).Envelope!.From);
    }

    [Fact]
    public void The_tail_of_a_command_at_the_beginning_is_no_message()
    {
        TranscriptRun run = SmtpScript.Run("[midstream]\nC: mple>\nS: 250 ok\nC: RCPT TO:<bob@b.example>\nS: 250 fine\nC: QUIT\nS: 221 bye");

        Assert.Empty(run.Messages);
        Assert.Equal("fine", run.Exchanges.Single(exchange => exchange.Command == "RCPT").Reply);
        Assert.Contains("line-left-out", run.Findings);
    }

    [Fact]
    public void The_tail_of_a_reply_at_the_beginning_answers_nothing()
    {
        TranscriptRun run = SmtpScript.Run("[midstream]\nS: ELINING\nS+ 250 CHUNKING\nC: NOOP\nS: 250 fine");

        Assert.Equal("fine", run.Exchanges.Single(exchange => exchange.Command == "NOOP").Reply);
        Assert.DoesNotContain("malformed-reply", run.Findings);
    }

    [Fact]
    public void A_greeting_without_a_SYN_is_one()
    {
        TranscriptRun run = SmtpScript.Run("[midstream]\nC: HELO a\nC: MAIL FROM:<a@b>\nS: 220 mx.example ESMTP\nS+ 250 mx.example\nS+ 250 ok");

        Assert.Equal("mx.example", run.Session.ServerName);
        Assert.Equal(["mx.example", "ok"], run.Exchanges.Where(exchange => exchange.Command is not null).Select(exchange => exchange.Reply));
    }

    [Fact]
    public void Binary_bytes_at_the_beginning_are_no_message()
    {
        TranscriptRun run = SmtpScript.Run("[midstream]\nC: \\0\\x01\\x02\nC+ \\x03\\x04\nC+ \\x05\\x06\nC: QUIT\nS: 221 bye");

        Assert.Empty(run.Messages);
        Assert.Equal("QUIT", run.Exchanges[^1].Command);
    }

    [Fact]
    public void A_recipient_whose_line_was_cut_is_not_taken_for_known()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: MAIL FROM:<ann@a.exa\\\n[C gap 8]\nS: 250 ok\nC: DATA\nS: 354 go\nC: x\nC+ .\nS: 250 ok");

        Assert.Null(Assert.Single(run.Messages).Envelope!.From);
    }
}
