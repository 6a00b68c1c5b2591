using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpHostileInputTests
{
    // Bytes alone seldom make a dialogue: its words, in any order, reach further.
    static readonly string[] s_words =
    [
        "EHLO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", ".\r\n", ".\n", "\n.\r", "text\r\n", "\r\n.\r\n", "BDAT 7\r\n",
        "BDAT 3 LAST\r\n", "RSET\r\n", "QUIT\r\n", "STARTTLS\r\n", "AUTH LOGIN\r\n", "AUTH PLAIN AHRpbQBzZWNyZXQ=\r\n", "dGlt\r\n", "*\r\n", "ATRN\r\n", "XEXCH50 4 2\r\n",
        "BURL x LAST\r\n", "\x16\x03\x01", "\x00\x01", "x", "\r", "\n", "220 mx ESMTP\r\n", "250 ok\r\n", "250-more\r\n", "354 go\r\n", "334 dGlt\r\n", "235 ok\r\n",
        "421 bye\r\n", "550 no\r\n", "221 bye\r\n", "355 9\r\n", "garbage\r\n",
    ];

    static Gen<TranscriptPacket> Packet =>
        from side in Gen.Elements(Direction.FromClient, Direction.FromServer)
        from gap in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Choose(1, 40)))
        from words in Gen.ArrayOf(Gen.Elements(s_words))
        from cut in Gen.Choose(0, 3)
        let bytes = System.Text.Encoding.Latin1.GetBytes(string.Concat(words))
        select new TranscriptPacket(side, gap > 0 ? [] : bytes[..Math.Max(0, bytes.Length - cut)], gap, 0, 0);

    static Arbitrary<Transcript> Dialogue =>
        (from packets in Gen.ListOf(Packet)
         from hasStart in Gen.Elements(true, false)
         select new Transcript { Packets = Number(packets), HasStart = hasStart }).ToArbitrary();

    static List<TranscriptPacket> Number(IEnumerable<TranscriptPacket> packets)
    {
        var numbered = new List<TranscriptPacket>();
        long offset = 0;
        foreach (TranscriptPacket packet in packets.Where(packet => packet.Gap > 0 || packet.Bytes.Length > 0))
        {
            numbered.Add(packet with { Number = numbered.Count + 1, Offset = offset });
            offset += packet.Bytes.Length + 54;
        }
        return numbered;
    }

    [Fact]
    public void Any_words_in_any_order_are_survived_and_ended() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60), Prop.ForAll(Dialogue, EndsSoundly));

    [Fact]
    public void Any_bytes_are_survived_and_ended() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll<byte[], byte[], bool>((client, server, hasStart) => EndsSoundly(new Transcript
            {
                Packets = Number([new TranscriptPacket(Direction.FromServer, server, 0, 0, 0), new TranscriptPacket(Direction.FromClient, client, 0, 0, 0)]),
                HasStart = hasStart,
            })));

    [Fact(Timeout = 60_000)]
    public Task A_guess_that_was_given_up_leaves_nothing_behind_that_the_next_one_waits_for_for_ever() => Task.Run(
        () => Assert.True(EndsSoundly(Of(
            hasStart: true,
            ("C", 0, "x"), ("C", 27, ""), ("C", 0, "220 mx ESMTP\r\n"), ("S", 0, "354 go\r\n355 9\r\n"), ("S", 15, ""), ("S", 0, "220 mx ESMT"), ("S", 23, ""),
            ("C", 0, ".\r\n"), ("S", 0, "550 n"), ("C", 0, "DATA\r\n"), ("S", 32, "")))),
        TestContext.Current.CancellationToken);

    static Transcript Of(bool hasStart, params (string Side, long Gap, string Text)[] packets) => new()
    {
        Packets = Number(packets.Select(packet => new TranscriptPacket(
            packet.Side == "C" ? Direction.FromClient : Direction.FromServer, System.Text.Encoding.Latin1.GetBytes(packet.Text), packet.Gap, 0, 0))),
        HasStart = hasStart,
    };

    static bool EndsSoundly(Transcript dialogue)
    {
        TranscriptRun run = dialogue.Run();
        foreach (MessageRecord message in run.Messages) run.TextOf(message);
        bool hasAllNumbersOnce = run.Exchanges.Select(exchange => exchange.Number).Order().SequenceEqual(Enumerable.Range(1, run.Exchanges.Count));
        bool hasAllMessages = run.Session.Messages.Order().SequenceEqual(run.Messages.Select(message => message.Id).Order());
        return hasAllNumbersOnce && hasAllMessages && run.Messages.Sum(message => message.Size) <= Size(dialogue);
    }

    static long Size(Transcript dialogue) => dialogue.Packets.Sum(packet => packet.Bytes.Length);
}
