using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpChunkTests
{
    [Fact]
    public void Chunks_join_to_one_message()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("chunks"));

        Assert.Equal(["1234567\r\n.\r\n", "abcde"], run.Messages.Select(run.TextOf));
        Assert.All(run.Messages, message => Assert.True(message is { Complete: true, Accepted: true, Via: "BDAT" }));
        Assert.Equal(3, run.Exchanges.Count(exchange => exchange is { Command: "BDAT", ReplyCode: "250" }));
    }

    [Fact]
    public void Dots_in_a_chunk_are_no_end_and_are_not_halved()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 9 LAST\nC+ ..\nC+ .\nC+ .\\r\\\nS: 250 ok");

        Assert.Equal("..\r\n.\r\n.\r", run.TextOf(Assert.Single(run.Messages)));
    }

    [Fact]
    public void An_empty_last_chunk_ends_the_message()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 3\nC+ abc\\\nS: 250 ok\nC: BDAT 0 LAST\nS: 250 queued");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("abc", run.TextOf(message));
        Assert.True(message is { Complete: true, Accepted: true });
    }

    [Fact]
    public void A_message_may_be_one_empty_chunk()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 0 LAST\nS: 250 queued");

        Assert.True(Assert.Single(run.Messages) is { Complete: true, Size: 0 });
    }

    [Fact]
    public void The_octets_of_a_refused_chunk_follow_all_the_same()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 6\nC+ RSET\nC+ BDAT 6 LAST\nC+ QUIT\nS: 552 too much\nS+ 503 after that\nC: NOOP\nS: 250 ok");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("RSET\r\nQUIT\r\n", run.TextOf(message));
        Assert.True(message.Complete);
        Assert.False(message.Accepted);
        Assert.Equal(["BDAT", "BDAT", "NOOP"], run.Exchanges.Skip(4).Select(exchange => exchange.Command));
    }

    [Fact]
    public void A_refused_chunk_makes_the_message_refused_whatever_is_said_of_the_last_one()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 1\nC+ a\\\nS: 552 no\nC: BDAT 1 LAST\nC+ b\\\nS: 250 fine");

        Assert.False(Assert.Single(run.Messages).Accepted);
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData("MAIL FROM:<new@a.example>")]
    [InlineData("EHLO again.example")]
    [InlineData("QUIT")]
    public void A_message_whose_last_chunk_never_comes_is_incomplete(string command)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToRecipient}C: BDAT 4\nC+ abcd\\\nS: 250 ok\nC: {command}\nS: 250 ok");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.False(message.Complete);
        Assert.False(message.Accepted);
        Assert.Equal("abcd", run.TextOf(message));
        Assert.Equal(["bob@b.example"], message.Envelope!.To);
    }

    [Fact]
    public void A_chunk_cut_off_by_the_end_is_delivered_incomplete()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 10 LAST\nC+ abcd\\\n[reset]");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.False(message.Complete);
        Assert.Equal("abcd", run.TextOf(message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("LAST")]
    [InlineData("-1")]
    [InlineData("12x")]
    [InlineData("4 LAST PLEASE")]
    [InlineData("99999999999999999999")]
    public void No_octets_follow_a_size_that_cannot_be_read(string argument)
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.UpToRecipient}C: BDAT {argument}\nS: 501 what\nC: RSET\nS: 250 ok");

        Assert.Empty(run.Messages);
        Assert.Equal(["501", "250"], run.Exchanges.Skip(4).Select(exchange => exchange.ReplyCode));
        Assert.Contains("bad-bdat", run.Findings);
    }

    [Fact]
    public void A_gap_inside_a_chunk_leaves_the_commands_behind_it_in_place()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 10 LAST\nC+ abcd\\\n[C gap 3]\nC: hij\\\nC: QUIT\nS: 250 ok\nS+ 221 bye");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal(3, message.Missing);
        Assert.False(message.Complete);
        Assert.True(message.Accepted);
        Assert.Equal("221", run.Exchanges.Single(exchange => exchange.Command == "QUIT").ReplyCode);
    }

    [Fact]
    public void A_gap_that_ends_behind_a_chunk_is_shared_out()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 10 LAST\nC+ abcd\\\n[C gap 12]\nC: QUIT\nS: 250 ok\nS+ 221 bye");

        Assert.Equal(6, Assert.Single(run.Messages).Missing);
        Assert.Contains("gap-in-commands", run.Findings);
    }

    [Fact]
    public void A_gap_between_chunks_may_hold_a_chunk()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 1\nC+ a\\\nS: 250 ok\n[C gap 10]\nS: 250 ok\nC: BDAT 1 LAST\nC+ c\\\nS: 250 queued");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("ac", run.TextOf(message));
        Assert.False(message.Complete);
    }

    [Fact]
    public void A_part_from_an_IMAP_server_is_not_on_this_wire()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.UpToRecipient + "C: BDAT 3\nC+ abc\\\nS: 250 ok\nC: BURL imap://a@b.example/x LAST\nS: 250 queued");

        MessageRecord message = Assert.Single(run.Messages);
        Assert.True(message is { Complete: false, Accepted: true });
        Assert.Contains("message-from-elsewhere", run.Findings);
    }
}
