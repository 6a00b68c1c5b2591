using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;
using static Analyzer.Tests.Support.StreamScript;

namespace Analyzer.Tests.Capture.Streams;

/// <summary>What a network may do to a stream, drawn from a seed: what comes out must be what was sent.</summary>
public sealed class ReassemblyProperties
{
    static string Text(Random random, int length)
    {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.Append((char)('a' + random.Next(26)));
        return text.ToString();
    }

    // Pieces of the text that cover it all, some of them twice and with other cuts, each displaced by a few places.
    static List<(int Start, int End)> Pieces(Random random, int length, int disorder)
    {
        var placed = new List<(double Place, int Start, int End)>();
        for (int at = 0, place = 0; at < length; place++)
        {
            int end = Math.Min(length, at + random.Next(1, 20));
            placed.Add((place + random.NextDouble() * disorder, at, end));
            if (random.Next(4) == 0)
            {
                int from = Math.Max(0, at - random.Next(10));
                placed.Add((place + random.NextDouble() * disorder, from, Math.Min(length, end + random.Next(10))));
            }
            at = end;
        }
        return [.. placed.OrderBy(piece => piece.Place).Select(piece => (piece.Start, piece.End))];
    }

    public static TheoryData<int, bool, uint> Cases()
    {
        var cases = new TheoryData<int, bool, uint>();
        for (int seed = 0; seed < 150; seed++) cases.Add(seed, seed % 2 == 0, seed % 3 == 0 ? uint.MaxValue - 100 : 1000);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_the_order_and_the_cuts_the_stream_is_exact(int seed, bool hasStart, uint initial)
    {
        var random = new Random(seed);
        string text = Text(random, random.Next(1, 600));
        var script = new StreamScript();
        if (hasStart)
        {
            script.Client(initial, flags: TcpFlags.Syn).Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: unchecked(initial + 1));
        }
        foreach ((int start, int end) in Pieces(random, text.Length, 6)) script.Client(unchecked(initial + 1 + (uint)start), text[start..end]);
        script.End();

        Assert.Equal(text, script.Text(Direction.FromClient));
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Missing);
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Conflicting);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_lost_is_told_to_the_byte_and_nothing_is_made_up(int seed, bool acknowledged, uint initial)
    {
        var random = new Random(seed);
        string text = Text(random, 400);
        var script = new StreamScript();
        script.Client(initial, flags: TcpFlags.Syn).Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: unchecked(initial + 1));
        bool[] isThere = new bool[text.Length];
        foreach ((int start, int end) in Pieces(random, text.Length, 3))
        {
            if (random.Next(5) == 0) continue;
            script.Client(unchecked(initial + 1 + (uint)start), text[start..end]);
            isThere.AsSpan(start, end - start).Fill(true);
            if (acknowledged) script.Server(ServerStart + 1, ack: unchecked(initial + 1 + (uint)end));
        }
        script.Client(unchecked(initial + 1 + (uint)text.Length), flags: TcpFlags.Fin | TcpFlags.Ack).End();

        string expected = string.Concat(text.Where((_, i) => isThere[i]));
        Assert.Equal(expected, script.Text(Direction.FromClient));
        Assert.Equal(isThere.Count(there => !there), script.Connections[0].Counts(Direction.FromClient).Missing);
    }

    [Fact]
    public void Any_segments_at_all_are_survived()
    {
        var random = new Random(7);
        var script = new StreamScript(new Analyzer.Capture.Streams.StreamLimits { MaxConnections = 5, MaxEnded = 5, MaxKeptBytesInAll = 5000, MaxKeptSegments = 20 });
        for (int i = 0; i < 50_000; i++)
        {
            var flags = (TcpFlags)random.Next(64);
            uint sequence = random.Next(3) == 0 ? (uint)random.NextInt64() : ClientStart + (uint)random.Next(200);
            string payload = random.Next(2) == 0 ? "" : Text(random, random.Next(30));
            ushort port = (ushort)(1 + random.Next(12));
            if (random.Next(2) == 0) script.Client(sequence, payload, flags, (uint)random.Next(10_000), random.Next(5) == 0 ? 7 : 0, (ChecksumState)random.Next(4), port);
            else script.Server(sequence, payload, flags, (uint)random.Next(10_000), 0, (ChecksumState)random.Next(4), port);
        }
        script.End();

        Assert.All(script.Connections, connection => Assert.NotNull(connection.Closed));
    }
}
