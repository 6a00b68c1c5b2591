using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpTlsTests
{
    const string Offer = """
        S: 220 mx.example ESMTP
        C: EHLO a
        S: 250-mx.example
        S+ 250 STARTTLS

        """;

    [Fact]
    public void TLS_that_nobody_asks_for_is_offered() => Assert.Equal(TlsState.Offered, SmtpScript.Run(Offer + SmtpScript.Closing).Session.Tls);

    [Theory]
    [InlineData("454 not now")]
    [InlineData("501 no parameters please")]
    public void TLS_can_be_refused(string reply)
    {
        TranscriptRun run = SmtpScript.Run($"{Offer}C: STARTTLS\nS: {reply}{SmtpScript.Closing}");

        Assert.Equal(TlsState.Refused, run.Session.Tls);
        Assert.Equal("221", run.Exchanges[3].ReplyCode);
    }

    [Theory]
    [InlineData("STARTTLS")]
    [InlineData("staRttLs")]
    [InlineData("X-ANONYMOUSTLS")]
    public void After_TLS_has_begun_nothing_is_read(string command)
    {
        TranscriptRun run = SmtpScript.Run($"{Offer}C: {command}\nS: 220 go\nC: \\x16\\x03\\x01\\x00\\x05EHLO a\nC: QUIT\nS: \\x16\\x03\\x03\\x00\\x05\n S: 250 no");

        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Equal(3, run.Exchanges.Count);
        Assert.Equal(["encrypted"], run.Findings);
    }

    [Fact]
    public void TLS_from_the_first_byte_is_seen()
    {
        TranscriptRun run = SmtpScript.Run("C: \\x16\\x03\\x01\\x02\\x00hello\nS: \\x16\\x03\\x03\\x02\\x00hello");

        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Empty(run.Exchanges);
    }

    [Fact]
    public void TLS_is_seen_when_only_the_server_was_captured()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx\nS: \\x16\\x03\\x03\\x02\\x00hello");

        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Contains("encrypted", run.Findings);
    }

    [Fact]
    public void Clear_text_that_goes_on_after_the_agreement_is_read()
    {
        TranscriptRun run = SmtpScript.Run(Offer + """
            C: STARTTLS
            S: 220 go
            C: EHLO a
            S: 250 mx.example
            C: MAIL FROM:<ann@a.example>
            S: 250 ok
            C: RCPT TO:<bob@b.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: text
            C+ .
            S: 250 ok
            """);

        Assert.True(Assert.Single(run.Messages).Complete);
        Assert.Equal(["starttls-plain-continues"], run.Findings);
        Assert.Equal(TlsState.Offered, run.Session.Tls);
    }

    [Fact]
    public void A_command_behind_STARTTLS_in_the_same_segment_is_an_injection()
    {
        TranscriptRun run = SmtpScript.Run(Offer + "C: STARTTLS\nC+ RSET\nS: 220 go\nC: \\x16\\x03\\x01\\x00\\x05hello");

        Assert.Equal(["starttls-injection", "encrypted"], run.Findings);
        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Contains(run.Exchanges, exchange => exchange is { Command: "RSET", ReplyCode: null });
    }

    [Fact]
    public void A_command_sent_before_the_answer_to_STARTTLS_is_an_injection()
    {
        Assert.Contains("starttls-injection", SmtpScript.Run(Offer + "C: STARTTLS\nC: RSET\nS: 220 go\nC: \\x16\\x03\\x01\\x00\\x05hello").Findings);
    }

    [Fact]
    public void The_envelope_is_forgotten_when_TLS_is_agreed_on()
    {
        TranscriptRun run = SmtpScript.Run(Offer + "C: MAIL FROM:<ann@a.example>\nS: 250 ok\nC: STARTTLS\nS: 220 go\nC: DATA\nS: 354 go\nC: .\nS: 250 ok");

        Assert.Null(Assert.Single(run.Messages).Envelope!.From);
    }

    [Fact]
    public void An_offer_that_was_overwritten_on_the_way_is_noticed()
    {
        Assert.Contains("starttls-stripped", SmtpScript.Run("S: 220 mx\nC: EHLO a\nS: 250-mx\nS+ 250 XXXXXXXA").Findings);
    }

    [Fact]
    public void What_follows_a_gap_behind_the_agreement_is_taken_for_TLS()
    {
        TranscriptRun run = SmtpScript.Run(Offer + "C: STARTTLS\nS: 220 go\n[C gap 500]\nC: \\x01\\x02\\x03 rest of a record\nC+ and more\nS: \\x16\\x03\\x03\\x00\\x05hello");

        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Empty(run.Messages);
    }
}
