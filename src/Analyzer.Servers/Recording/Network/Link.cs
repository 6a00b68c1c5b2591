using System.Net;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Network;

/// <summary>
/// The way between any two hosts, with the tap half-way. What goes wrong here goes wrong for the hosts too: they notice, and send again.
/// </summary>
sealed class Link(Pump pump, Impairments impairments, SeededRandom random, Action<Packet> tap)
{
    /// <summary>100 Mbit/s, in ticks a byte; rounded to whole microseconds a packet, because that is what captures hold.</summary>
    const double TicksPerByte = 0.8;

    const int TicksPerMicrosecond = 10;

    /// <summary>From an application's word to its packet.</summary>
    const long ThinkingTicks = 120 * TicksPerMicrosecond;

    static readonly TimeSpan s_duplicateDelay = TimeSpan.FromMicroseconds(310);
    readonly Dictionary<IPAddress, long> _freeAt = [];
    readonly Dictionary<(IPAddress, IPAddress), long> _latencies = [];

    /// <summary>Sends a packet; <paramref name="arrive"/> gets it, perhaps twice or never.</summary>
    public void Carry(Packet packet, Action<Packet> arrive)
    {
        long departure = Math.Max(pump.Clock.Now + ThinkingTicks, _freeAt.GetValueOrDefault(packet.Source.Address));
        const int Headers = 60;
        _freeAt[packet.Source.Address] = departure + RoundUp((long)((packet.Payload.Length + Headers) * TicksPerByte));
        long half = HalfWay(packet);
        long atTap = departure + half;
        // Bare acknowledgments are left in peace: the next one says the same, and what a lost FIN does is no lesson about mail.
        bool isFair = packet.Segment is not null && !packet.Payload.IsEmpty;
        if (isFair && random.Happens(impairments.Reorder)) atTap += RoundUp(random.Next(4_000, 40_000));
        bool isLost = isFair && random.Happens(impairments.Loss);
        bool isSeen = !isLost || random.Happens(0.5);
        if (isSeen) Pass(packet, atTap, half, isLost ? null : arrive);
        if (isSeen && isFair && random.Happens(impairments.Duplicate)) Pass(packet, atTap + s_duplicateDelay.Ticks, half, isLost ? null : arrive);
    }

    void Pass(Packet packet, long atTap, long half, Action<Packet>? arrive)
    {
        pump.Clock.At(atTap, () => tap(packet with { Time = atTap }));
        if (arrive is not null) pump.Clock.At(atTap + half, () => arrive(packet));
    }

    /// <summary>Half of the one-way time between two hosts: a millisecond or a few.</summary>
    long HalfWay(Packet packet)
    {
        (IPAddress, IPAddress) pair = (packet.Source.Address, packet.Destination.Address);
        if (_latencies.TryGetValue(pair, out long half)) return half;
        half = RoundUp(random.Next(8_000, 60_000));
        _latencies[pair] = _latencies[(pair.Item2, pair.Item1)] = half;
        return half;
    }

    static long RoundUp(long ticks) => (ticks + TicksPerMicrosecond - 1) / TicksPerMicrosecond * TicksPerMicrosecond;
}
