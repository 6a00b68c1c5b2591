using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapCompressTests
{
    const string Mail = "From: a\r\nSubject: packed\r\n\r\nhi hi hi hi hi hi\r\n";

    static ImapTranscript Accepted() => ImapTranscript.Selected().C("c COMPRESS DEFLATE").S("c OK active");

    [Fact]
    public void Both_directions_are_inflated_from_the_byte_behind_the_answer()
    {
        using Deflater client = new(), server = new();
        ImapTranscript transcript = Accepted()
            .Say(Direction.FromClient, client.Line("a3 FETCH 1 BODY[]"))
            .Say(Direction.FromServer, server.Line($"* 1 FETCH (UID 4 BODY[] {{{Mail.Length}}}\r\n{Mail})\r\na3 OK done"))
            .Say(Direction.FromClient, client.Line($"a4 APPEND Sent {{{Mail.Length}}}"))
            .Say(Direction.FromServer, server.Line("+ OK"))
            .Say(Direction.FromClient, client.Line(Mail))
            .Say(Direction.FromServer, server.Line("a4 OK done"));

        ImapResult result = transcript.Run();

        Assert.True(result.Session.Compressed);
        Assert.Equal(["FETCH", "APPEND"], result.Messages.Select(message => message.Via));
        Assert.All(result.Messages, message => Assert.Equal((true, ImapResult.Sha256(Mail)), (message.Complete, message.Sha256)));
        Assert.Equal("OK", result.Exchange("a4").ReplyCode);
        Assert.Equal(["cleartext-credentials"], result.Findings);
    }

    [Fact]
    public void Compressed_bytes_in_the_packet_of_the_answer_are_inflated_too()
    {
        using var server = new Deflater();
        byte[] packed = server.Line("* 9 EXISTS");
        byte[] together = [.. Encoding.ASCII.GetBytes("c OK active\r\n"), .. packed];

        ImapResult result = ImapTranscript.Selected().C("c COMPRESS DEFLATE").Say(Direction.FromServer, together).Run();

        Assert.Equal("* 9 EXISTS", result.Exchanges[^1].Reply);
    }

    [Fact]
    public void What_looks_like_TLS_inside_DEFLATE_is_a_line_like_any_other()
    {
        using Deflater client = new(), server = new();
        ImapTranscript transcript = Accepted()
            .Say(Direction.FromClient, client.Line("\u0016\u0003\u0001 what"))
            .Say(Direction.FromClient, client.Line("a3 FETCH 1 BODY[]"))
            .Say(Direction.FromServer, server.Line($"* 1 FETCH (UID 4 BODY[] {{{Mail.Length}}}\r\n{Mail})\r\na3 OK done"));

        ImapResult result = transcript.Run();

        Assert.True(result.Message.Complete);
        Assert.DoesNotContain("encrypted", result.Findings);
    }

    [Fact]
    public void Inflated_messages_can_be_read_again_from_the_spool()
    {
        using var server = new Deflater();
        ImapTranscript transcript = Accepted().Say(Direction.FromServer, server.Line($"* 1 FETCH (BODY[] {{{Mail.Length}}}\r\n{Mail})"));

        ImapResult result = transcript.Run(new AnalysisOptions { KeepContent = true }, () => new TestStore { HasSpool = true });

        Assert.Equal(Mail, result.Read(result.Message));
    }

    [Fact]
    public void A_partial_fetch_under_compression_is_put_together_and_hashed()
    {
        using Deflater client = new(), server = new();
        ImapTranscript transcript = Accepted()
            .Say(Direction.FromClient, client.Line("a3 UID FETCH 4 BODY[]<0.20>"))
            .Say(Direction.FromServer, server.Line($"* 1 FETCH (UID 4 BODY[]<0> {{20}}\r\n{Mail[..20]})\r\na3 OK"))
            .Say(Direction.FromClient, client.Line("a4 UID FETCH 4 BODY[]<20.2000>"))
            .Say(Direction.FromServer, server.Line($"* 1 FETCH (UID 4 BODY[]<20> {{{Mail.Length - 20}}}\r\n{Mail[20..]})\r\na4 OK"));

        ImapResult result = transcript.Run();

        Assert.Equal(ImapResult.Sha256(Mail), Assert.Single(result.Wholes).Sha256);
    }

    [Fact]
    public void A_refused_COMPRESS_changes_nothing()
    {
        ImapResult result = ImapTranscript.Selected().C("c COMPRESS DEFLATE").S("c NO no").C("d NOOP").S("d OK").Run();

        Assert.False(result.Session.Compressed);
        Assert.Equal("OK", result.Exchange("d").ReplyCode);
    }

    [Fact]
    public void A_gap_ends_the_direction_and_leaves_the_other_one()
    {
        using Deflater client = new(), server = new();
        ImapTranscript transcript = Accepted()
            .Say(Direction.FromServer, server.Line("* 1 FETCH (BODY[] {100}\r\nFrom:"))
            .Gap(Direction.FromServer, 50)
            .Say(Direction.FromServer, server.Line("more"))
            .Say(Direction.FromClient, client.Line($"a4 APPEND Sent {{{Mail.Length}}}"))
            .Say(Direction.FromClient, client.Line(Mail));

        ImapResult result = transcript.Run();

        Assert.Contains("compress-gap", result.Findings);
        Assert.Equal([(false, "FETCH"), (true, "APPEND")], result.Messages.OrderByDescending(message => message.Via).Select(message => (message.Complete, message.Via)));
    }

    [Fact]
    public void What_is_no_DEFLATE_data_is_a_finding()
    {
        ImapResult result = Accepted().Say(Direction.FromServer, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).S("* 1 EXISTS").Run();

        Assert.Contains("compress-invalid", result.Findings);
    }

    [Fact]
    public void An_end_of_the_compressed_data_is_a_finding()
    {
        using var server = new Deflater();
        byte[] first = server.Line("* 1 EXISTS");
        byte[] last = server.Finish();

        ImapResult result = Accepted().Say(Direction.FromServer, first).Say(Direction.FromServer, last).S("* 2 EXISTS").Run();

        Assert.Equal("* 1 EXISTS", result.Exchanges[^1].Reply);
        Assert.Contains("compress-finished", result.Findings);
    }

    [Fact]
    public void A_bomb_is_defused()
    {
        using var server = new Deflater();
        ImapTranscript transcript = Accepted().Say(Direction.FromServer, server.Line("* 1 FETCH (BODY[] {4000000000}"));
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < 80; i++) transcript.Say(Direction.FromServer, server.Flush(zeros));

        ImapResult result = transcript.Play(new AnalysisOptions { Hash = false });

        Assert.Contains("compress-bomb", result.Findings);
        Assert.False(result.Message.Complete);
        Assert.True(result.Message.Size < 65L << 20);
    }

    [Fact]
    public void The_clients_side_alone_is_inflated_where_it_does_not_look_like_text()
    {
        using var client = new Deflater();
        ImapTranscript transcript = new ImapTranscript { Reason = CloseReason.EndOfCapture }
            .C("a1 LOGIN a b").C("c COMPRESS DEFLATE").Say(Direction.FromClient, client.Line($"a4 APPEND Sent {{{Mail.Length}+}}\r\n{Mail}"));

        Assert.True(transcript.Run().Message.Complete);
    }
}
