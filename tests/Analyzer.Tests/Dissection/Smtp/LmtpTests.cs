using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class LmtpTests
{
    [Fact]
    public void Each_accepted_recipient_has_a_reply_behind_the_dot()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("lmtp"));

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: true, Accepted: true });
        Assert.Equal(["one@b.example"], message.Envelope!.To);
        Assert.Equal(["no@b.example", "two@b.example"], message.Envelope.Rejected);
        Assert.Equal("go\ndelivered\nfull", run.Exchanges.Single(exchange => exchange.Command == "DATA").Reply);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
        Assert.Contains(KeyValuePair.Create("variant", "lmtp"), run.Session.Facts);
    }

    [Fact]
    public void A_message_that_no_recipient_takes_is_refused()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx LMTP\nC: LHLO a\nS: 250 mx\nC: MAIL FROM:<>\nC+ RCPT TO:<a@b>\nC+ RCPT TO:<c@b>\nC+ DATA\nS: 250 ok\nS+ 250 ok\nS+ 250 ok\nS+ 354 go\nC: x\nC+ .\nS: 550 no\nS+ 550 no\nC: QUIT\nS: 221 bye");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.False(message.Accepted);
        Assert.Empty(message.Envelope!.To);
        Assert.Equal(["a@b", "c@b"], message.Envelope.Rejected);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void The_last_chunk_has_a_reply_for_each_recipient_and_the_others_have_one()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx LMTP\nC: LHLO a\nS: 250 mx\nC: MAIL FROM:<>\nC+ RCPT TO:<a@b>\nC+ RCPT TO:<c@b>\nC+ BDAT 1\nC+ a\\\nC+ BDAT 1 LAST\nC+ b\\\nS: 250 ok\nS+ 250 ok\nS+ 250 ok\nS+ 250 chunk\nS+ 250 first\nS+ 450 second\nC: QUIT\nS: 221 bye");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: true, Accepted: true });
        Assert.Equal(["a@b"], message.Envelope!.To);
        Assert.Equal("221", run.Exchanges[^1].ReplyCode);
    }
}
