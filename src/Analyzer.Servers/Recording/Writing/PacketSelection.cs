using System.Net;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Writing;

/// <summary>Which packets a capture gets, and in what form: everything that happens to the capture but not to the hosts.</summary>
sealed class PacketSelection(Impairments impairments, SeededRandom random)
{
    const int LongestOverlap = 64;
    readonly Dictionary<(IPAddress, IPAddress), IPAddress> _firstSpeakers = [];

    /// <summary>The packets of a capture.</summary>
    public IEnumerable<Packet> Select(IReadOnlyList<Packet> packets)
    {
        int first = (int)(packets.Count * impairments.StartAt);
        for (int i = 0; i < packets.Count; i++)
        {
            if (!IsOnWantedSide(packets[i]) || i < first) continue;
            if (packets[i].Segment is not null && random.Happens(impairments.CaptureLoss)) continue;
            yield return random.Happens(impairments.Overlap) ? Overlapping(packets[i]) : packets[i];
        }
    }

    bool IsOnWantedSide(Packet packet)
    {
        if (impairments.OnlySide is not { } side) return true;
        (IPAddress source, IPAddress destination) = (packet.Source.Address, packet.Destination.Address);
        if (!_firstSpeakers.TryGetValue((source, destination), out IPAddress? speaker))
            speaker = _firstSpeakers[(source, destination)] = _firstSpeakers[(destination, source)] = source;
        return speaker.Equals(source) == (side == CapturedSide.Client);
    }

    /// <summary>Begins the segment earlier, with bytes that went before; not so early that the packet becomes too long.</summary>
    Packet Overlapping(Packet packet)
    {
        if (packet.Segment is not { } segment || packet.Payload.IsEmpty) return packet;
        const int MaxPayload = 1_400;
        int more = (int)Math.Min(Math.Min(random.Next(1, LongestOverlap), segment.Offset), MaxPayload - packet.Payload.Length);
        if (more <= 0) return packet;
        return packet with
        {
            Payload = segment.Flow.Sent.Slice((int)segment.Offset - more, more + packet.Payload.Length),
            Segment = segment with { Offset = segment.Offset - more, Sequence = segment.Sequence - (uint)more },
        };
    }
}
