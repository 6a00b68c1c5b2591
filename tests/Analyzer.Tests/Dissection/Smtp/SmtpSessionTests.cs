using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpSessionTests
{
    [Fact]
    public void Every_command_is_one_exchange_with_its_phase_and_whole_reply()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("plain"));

        Assert.Equal(
            """
            handshake: (unsolicited) -> 220 mx.example ESMTP Postfix
            handshake: EHLO ws.example -> 250 mx.example / PIPELINING / CHUNKING
            transfer: MAIL FROM:<ann@a.example> -> 250 2.1.0 Ok
            transfer: RCPT TO:<bob@b.example> -> 250 2.1.5 Ok
            transfer: DATA -> 250 go ahead / 2.0.0 queued
            closure: QUIT -> 221 2.0.0 Bye
            """,
            string.Join('\n', run.Log.Split('\n').Where(line => line.Contains(" -> ", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_session_knows_both_names_the_software_and_the_extensions()
    {
        SessionRecord session = SmtpScript.Run(SmtpTranscripts.Get("plain")).Session;

        Assert.Equal("ws.example", session.ClientName);
        Assert.Equal("mx.example", session.ServerName);
        Assert.Equal("ESMTP Postfix", session.ServerSoftware);
        Assert.Contains(KeyValuePair.Create("extensions", "PIPELINING, CHUNKING"), session.Facts);
        Assert.Equal(SessionOutcome.Closed, session.Outcome);
        Assert.Equal(5, session.Commands);
    }

    [Theory]
    [InlineData("220 mx.example ESMTP Exim 4.97", "mx.example", "ESMTP Exim 4.97")]
    [InlineData("220 mail01 ESMTP Postfix (Ubuntu)", "mail01", "ESMTP Postfix (Ubuntu)")]
    [InlineData("220 ESMTP", null, "ESMTP")]
    [InlineData("220 Welcome to our server", null, "Welcome to our server")]
    [InlineData("220", null, null)]
    public void A_greeting_tells_name_and_software(string greeting, string? name, string? software)
    {
        SessionRecord session = SmtpScript.Run($"S: {greeting}").Session;

        Assert.Equal(name, session.ServerName);
        Assert.Equal(software, session.ServerSoftware);
    }

    [Theory]
    [InlineData("HELO")]
    [InlineData("EHLO")]
    [InlineData("LHLO")]
    [InlineData("ehlo")]
    public void The_client_names_itself(string word)
    {
        SessionRecord session = SmtpScript.Run($"S: 220 mx\nC: {word} [192.0.2.1]\nS: 250 mx").Session;

        Assert.Equal("[192.0.2.1]", session.ClientName);
    }

    [Theory]
    [InlineData("NOOP", null)]
    [InlineData("NOOP", "are you there")]
    [InlineData("VRFY", "bob")]
    [InlineData("EXPN", "staff")]
    [InlineData("HELP", "MAIL")]
    [InlineData("ETRN", "@b.example")]
    [InlineData("RSET", null)]
    [InlineData("XCLIENT", "ADDR=192.0.2.1")]
    [InlineData("XFORWARD", "NAME=spike.porcupine.org")]
    [InlineData("VERB", null)]
    [InlineData("FOO", "bar")]
    public void A_command_has_its_word_its_argument_and_its_reply(string word, string? argument)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: {word.ToLowerInvariant()} {argument}\nS: 252-one\nS+ 252 two{SmtpScript.Closing}");

        ExchangeRecord exchange = run.Exchanges[2];
        Assert.Equal(word, exchange.Command);
        Assert.Equal(argument, exchange.Argument);
        Assert.Equal("252", exchange.ReplyCode);
        Assert.Equal("one\ntwo", exchange.Reply);
        Assert.Equal("221", run.Exchanges[3].ReplyCode);
    }

    [Fact]
    public void The_codes_of_a_reply_may_differ_and_the_last_one_counts()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: NOOP\nS: 250-so far\nS+ 450 but no{SmtpScript.Closing}");

        Assert.Equal("450", run.Exchanges[2].ReplyCode);
        Assert.Equal("so far\nbut no", run.Exchanges[2].Reply);
    }

    [Fact]
    public void A_421_out_of_the_blue_answers_nothing_that_was_sent_later()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}S: 421 4.4.2 timeout\nC: QUIT");

        Assert.Equal("closure: (unsolicited) -> 421 4.4.2 timeout", run.Log.Split('\n')[2]);
        Assert.Equal("closure: QUIT -> (none)", run.Log.Split('\n')[3]);
        Assert.Equal(SessionOutcome.Closed, run.Session.Outcome);
    }

    [Fact]
    public void A_421_may_be_the_answer_to_a_command()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: RCPT TO:<x@b.example>\nS: 421 go away");

        Assert.Equal("421", run.Exchanges[2].ReplyCode);
        Assert.Equal("RCPT", run.Exchanges[2].Command);
    }

    [Theory]
    [InlineData("554 no service here")]
    [InlineData("521 we take no mail")]
    [InlineData("421 too busy")]
    public void A_server_may_refuse_in_its_greeting(string greeting)
    {
        TranscriptRun run = SmtpScript.Run($"S: {greeting}\nC: QUIT\nS: 221 bye");

        Assert.Null(run.Exchanges[0].Command);
        Assert.Equal(greeting[..3], run.Exchanges[0].ReplyCode);
        Assert.Equal("221", run.Exchanges[1].ReplyCode);
    }

    [Fact]
    public void A_client_that_speaks_before_the_greeting_has_its_own_replies()
    {
        TranscriptRun run = SmtpScript.Run("C: EHLO ws.example\nS: 220 mx ESMTP\nS+ 250 mx");

        Assert.Equal(["250", "220"], run.Exchanges.OrderBy(exchange => exchange.Command is null).Select(exchange => exchange.ReplyCode));
    }

    [Fact]
    public void A_proxy_line_has_no_reply()
    {
        TranscriptRun run = SmtpScript.Run("C: PROXY TCP4 192.0.2.1 192.0.2.2 40000 25\nS: 220 mx ESMTP\nC: EHLO a\nS: 250 mx");

        Assert.Equal(["PROXY", null, "EHLO"], run.Exchanges.Select(exchange => exchange.Command));
        Assert.Equal([null, "220", "250"], run.Exchanges.Select(exchange => exchange.ReplyCode));
    }

    [Fact]
    public void Bare_LF_ends_a_line_of_dialogue()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx\\n\\\nC: NOOP\\nRSET\\n\\\nS: 250 one\\n250 two\\n\\");

        Assert.Equal(["one", "two"], run.Exchanges.Skip(1).Select(exchange => exchange.Reply));
    }

    [Fact]
    public void A_line_that_is_no_reply_is_told_and_answers_nothing()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: NOOP\nS: oops\nS+ 250 ok");

        Assert.Contains("malformed-reply", run.Findings);
        Assert.Equal("250", run.Exchanges.Single(exchange => exchange.Command == "NOOP").ReplyCode);
        Assert.Contains(run.Exchanges, exchange => exchange is { Command: null, ReplyCode: null, Reply: "oops" });
    }

    [Fact]
    public void A_session_without_a_farewell_ends_with_its_connection()
    {
        Assert.Equal(SessionOutcome.Finished, SmtpScript.Run(SmtpScript.Opening).Session.Outcome);
        Assert.Equal(SessionOutcome.Reset, SmtpScript.Run(SmtpScript.Opening + "[reset]").Session.Outcome);
        Assert.Equal(SessionOutcome.Open, SmtpScript.Run(SmtpScript.Opening + "[open]").Session.Outcome);
    }

    [Fact]
    public void A_blob_of_XEXCH50_is_no_command()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: XEXCH50 6 2\nS: 354 send\nC: QUIT\\r\\n\\\nS: 250 done{SmtpScript.Closing}");

        Assert.Equal(["EHLO", "XEXCH50", "QUIT"], run.Exchanges.Skip(1).Select(exchange => exchange.Command));
        Assert.Equal("send\ndone", run.Exchanges[2].Reply);
    }

    [Fact]
    public void A_refused_XEXCH50_has_no_blob()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: XEXCH50 6 2\nS: 504 no{SmtpScript.Closing}");

        Assert.Equal("221", run.Exchanges[3].ReplyCode);
    }

    [Fact]
    public void After_ATRN_the_server_sends_the_mail()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + """
            C: ATRN b.example
            S: 250 turning
            C: 220 b.example ready
            S: EHLO mx.example
            C: 250 b.example
            S: MAIL FROM:<ann@a.example>
            C: 250 ok
            S: RCPT TO:<bob@b.example>
            C: 250 ok
            S: DATA
            C: 354 go
            S: Subject: turned
            S+ .
            C: 250 thanks
            S: QUIT
            C: 221 bye
            """);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message.Complete);
        Assert.Equal(MessageDirection.Received, message.Direction);
        Assert.Equal("Subject: turned\r\n", run.TextOf(message));
        Assert.Contains("smtp-turned", run.Findings);
    }
}
