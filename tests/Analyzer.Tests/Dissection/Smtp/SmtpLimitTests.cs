using System.Text;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Smtp;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpLimitTests
{
    static string Lines(char side, string line, int count)
    {
        var script = new StringBuilder();
        script.Append(side).Append(": ").AppendLine(line);
        for (int i = 1; i < count; i++) script.Append(side).Append("+ ").AppendLine(line);
        return script.ToString();
    }

    [Fact]
    public void Commands_beyond_the_limit_are_told_without_a_reply()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx\n" + Lines('C', "NOOP", SmtpLimits.MaxPending + 5));

        Assert.Equal(SmtpLimits.MaxPending + 6, run.Exchanges.Count);
        Assert.Contains("pending-limit", run.Findings);
    }

    [Fact]
    public void Recipients_beyond_the_limit_are_left_out()
    {
        const int Count = SmtpLimits.MaxRecipients + 5;
        string script = SmtpScript.Opening + "C: MAIL FROM:<>\nS: 250 ok\n" + string.Concat(Enumerable.Repeat("C: RCPT TO:<a@b>\nS: 250 ok\n", Count)) + "C: DATA\nS: 354 go\nC: .\nS: 250 ok";
        TranscriptRun run = SmtpScript.Run(script);

        Assert.Equal(SmtpLimits.MaxRecipients, Assert.Single(run.Messages).Envelope!.To.Count);
        Assert.Single(run.Findings, "recipient-limit");
    }

    [Fact]
    public void An_endless_reply_is_cut()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: HELP\n" + Lines('S', "214-" + new string('x', 1000), 200) + "S: 214 end" + SmtpScript.Closing);

        ExchangeRecord help = run.Exchanges.Single(exchange => exchange.Command == "HELP");
        Assert.InRange(help.Reply!.Length, 1, Exchange.MaxReplyText);
        Assert.Single(run.Findings, "reply-limit");
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_long_argument_is_cut()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: EHLO {new string('x', 100_000)}\nS: 250 mx{SmtpScript.Closing}");

        Assert.Equal(SmtpLimits.MaxArgument, run.Exchanges[2].Argument!.Length);
        Assert.Single(run.Findings, "command-limit");
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void A_line_without_end_is_passed_over()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: {new string('x', 1_000_000)}\nS: 500 too long{SmtpScript.Closing}");

        Assert.Equal("500", run.Exchanges[2].ReplyCode);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }
}
