using Analyzer.Capture;

namespace Analyzer.Tests.Support;

/// <summary>The same dialogue in other packets: what a network and a capture may make of it.</summary>
public static class TranscriptCuts
{
    /// <summary>One packet cut in two, for every place where that can be done.</summary>
    public static IEnumerable<Transcript> CutAtEveryByte(this Transcript whole)
    {
        for (int i = 0; i < whole.Packets.Count; i++)
        {
            TranscriptPacket packet = whole.Packets[i];
            for (int at = 1; at < packet.Bytes.Length; at++)
            {
                TranscriptPacket[] pieces = [packet.Slice(0, at), packet.Slice(at, packet.Bytes.Length - at)];
                yield return whole.With([.. whole.Packets.Take(i), .. pieces, .. whole.Packets.Skip(i + 1)]);
            }
        }
    }

    /// <summary>A packet for each byte.</summary>
    public static Transcript ByteByByte(this Transcript whole) => whole.With(whole.Packets.SelectMany(packet => Cut(packet, () => 1)));

    /// <summary>Pieces of any size.</summary>
    public static Transcript CutAtRandom(this Transcript whole, int seed)
    {
        var random = new Random(seed);
        return whole.With(whole.Packets.SelectMany(packet => Cut(packet, () => random.Next(1, 20))));
    }

    /// <summary>All packets of one side behind those of the other: the most that two capture queues can do to their order.</summary>
    public static Transcript HoldBack(this Transcript whole, Direction side) =>
        whole.With([.. whole.Packets.Where(packet => packet.From != side), .. whole.Packets.Where(packet => packet.From == side)]);

    /// <summary>Packets of different sides change places, here and there.</summary>
    public static Transcript Shuffle(this Transcript whole, int seed)
    {
        var random = new Random(seed);
        List<TranscriptPacket> packets = [.. whole.Packets];
        for (int round = 0; round < packets.Count; round++)
        {
            int at = random.Next(Math.Max(1, packets.Count - 1));
            if (at + 1 < packets.Count && packets[at].From != packets[at + 1].From) (packets[at], packets[at + 1]) = (packets[at + 1], packets[at]);
        }
        return whole.With(packets);
    }

    /// <summary>The packets of one side are not in the capture.</summary>
    public static Transcript Without(this Transcript whole, Direction side) => whole.With(whole.Packets.Where(packet => packet.From != side));

    /// <summary>Each packet in turn, and each packet's beginning, middle and end, become a gap.</summary>
    public static IEnumerable<Transcript> LoseEachPart(this Transcript whole)
    {
        for (int i = 0; i < whole.Packets.Count; i++)
        {
            TranscriptPacket packet = whole.Packets[i];
            int length = packet.Bytes.Length;
            foreach ((int start, int end) in new[] { (0, length), (0, length / 2), (length / 2, length), (length / 3, length * 2 / 3), (length - 1, length), (0, 1) })
            {
                if (start >= end) continue;
                yield return whole.With([.. whole.Packets.Take(i), .. Lose(packet, start, end), .. whole.Packets.Skip(i + 1)]);
            }
        }
    }

    /// <summary>The capture begins with the packet at <paramref name="index"/>.</summary>
    public static Transcript BeginAt(this Transcript whole, int index) =>
        new() { Packets = [.. whole.Packets.Skip(index)], HasStart = false, End = whole.End };

    /// <summary>The capture ends before the packet at <paramref name="index"/>.</summary>
    public static Transcript EndBefore(this Transcript whole, int index) =>
        new() { Packets = [.. whole.Packets.Take(index)], HasStart = whole.HasStart, End = Analyzer.Capture.Streams.CloseReason.EndOfCapture };

    static IEnumerable<TranscriptPacket> Lose(TranscriptPacket packet, int start, int end)
    {
        if (start > 0) yield return packet.Slice(0, start);
        yield return packet with { Bytes = [], Gap = end - start };
        if (end < packet.Bytes.Length) yield return packet.Slice(end, packet.Bytes.Length - end);
    }

    static IEnumerable<TranscriptPacket> Cut(TranscriptPacket packet, Func<int> size)
    {
        if (packet.Bytes.Length == 0) yield return packet;
        for (int at = 0; at < packet.Bytes.Length;)
        {
            int length = Math.Min(size(), packet.Bytes.Length - at);
            yield return packet.Slice(at, length);
            at += length;
        }
    }
}
