using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpLooseEndTests
{
    [Theory]
    [InlineData("\\n.\\n")]
    [InlineData("\\n.\\r\\n")]
    [InlineData("\\r\\n.\\n")]
    [InlineData("\\r.\\r")]
    [InlineData("\\r\\n.\\r")]
    [InlineData("\\r.\\r\\n")]
    public void Only_CRLF_dot_CRLF_ends_a_message(string looseEnd)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: one{looseEnd}two\nC+ .\nS: 250 queued{SmtpScript.Closing}");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message.Complete);
        Assert.EndsWith("two\r\n", run.TextOf(message), StringComparison.Ordinal);
        Assert.Contains("smtp-smuggling", run.Findings);
        Assert.Equal(Severity.Warning, SeverityOf("smtp-smuggling", run));
    }

    static Severity SeverityOf(string code, TranscriptRun run) => run.Records.OfType<FindingRecord>().First(finding => finding.Code == code).Severity;

    [Theory]
    [InlineData("MAIL FROM:<evil@a.example>")]
    [InlineData("RSET")]
    [InlineData("EHLO evil.example")]
    public void A_command_behind_a_loose_end_makes_it_worse(string command)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: one\\n.\\n{command}\nC+ DATA\nC+ two\nC+ .\nS: 250 queued{SmtpScript.Closing}");

        Assert.Equal(Severity.Error, SeverityOf("smtp-smuggling", run));
        Assert.Single(run.Messages);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_server_that_answers_before_the_end_was_deceived()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + """
            C: one\n.\nMAIL FROM:<evil@a.example>
            C+ DATA
            C+ two
            S: 250 queued
            S: 250 ok
            C: .
            S: 354 go
            S: 250 queued
            """);

        Assert.Equal(2, run.Findings.Count(code => code == "smtp-smuggling"));
    }

    [Theory]
    [InlineData("\\n.\\n")]
    [InlineData("\\n.\\r\\n")]
    [InlineData("\\r\\n.\\n")]
    public void A_loose_end_with_nothing_behind_it_ends_the_message_when_the_server_says_so(string looseEnd)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: one{looseEnd}\\\nS: 250 queued{SmtpScript.Closing}");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: true, Accepted: true });
        Assert.StartsWith("one", run.TextOf(message), StringComparison.Ordinal);
        Assert.DoesNotContain(".", run.TextOf(message), StringComparison.Ordinal);
        Assert.Contains("nonstandard-end-of-data", run.Findings);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_loose_end_that_no_server_answers_ends_nothing()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToBody + "C: one\\n.\\n\\");

        Assert.False(Assert.Single(run.Messages).Complete);
    }

    [Theory]
    [InlineData("421 timeout")]
    [InlineData("220 a greeting that was captured late")]
    [InlineData("221 closing")]
    public void A_server_that_only_comes_or_goes_behind_a_loose_end_has_not_taken_it(string reply)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: one\\n.\\n\\\nS: {reply}");

        Assert.False(Assert.Single(run.Messages).Complete);
    }

    [Fact]
    public void Broken_line_ends_are_counted_once_a_message()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: a\\nb\\nc\\rd\nC+ .\nS: 250 queued");

        FindingRecord finding = Assert.Single(run.Records.OfType<FindingRecord>());
        Assert.Equal("bare-line-ends", finding.Code);
        Assert.Contains("2 LF without CR and 1 CR without LF", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_nothing_but_loose_ends_costs_few_findings()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToBody}C: {string.Concat(Enumerable.Repeat("\\n.\\n", 50_000))}\nC+ .\nS: 250 queued");

        Assert.True(Assert.Single(run.Messages).Complete);
        Assert.InRange(run.Findings.Count, 1, 25);
    }

    [Theory]
    [InlineData("\\n.\\n")]
    [InlineData("\\r\\n.\\n")]
    [InlineData("\\r.\\r")]
    [InlineData("\\r\\n.\\rx")]
    public void A_loose_end_is_found_wherever_a_packet_is_cut(string looseEnd)
    {
        Transcript whole = SmtpScript.Parse($"{SmtpScript.UpToBody}C: one{looseEnd}RSET\nC+ two\nC+ .\nS: 250 queued{SmtpScript.Closing}");
        string expected = string.Join('\n', whole.Run().Facts);

        foreach (Transcript cut in whole.CutAtEveryByte()) Assert.Equal(expected, string.Join('\n', cut.Run().Facts));
    }
}
