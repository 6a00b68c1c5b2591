using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>Several payloads in one 802.11 frame, an A-MSDU (IEEE 802.11 9.3.2.2).</summary>
internal static class Ieee80211Aggregate
{
    const int PayloadLength = 12;
    const int HeaderLength = 14;
    const int Alignment = 4;

    /// <summary>
    /// The next payload, beginning at its LLC header; false at the end. A sub-frame that was cut comes with what there is of it.
    /// </summary>
    public static bool TryNext(ref PacketCursor aggregate, out PacketCursor payload)
    {
        payload = aggregate;
        if (aggregate.Rest.Length <= HeaderLength) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(aggregate.Rest[PayloadLength..]);
        payload.Skip(HeaderLength);
        payload.EndAt(length);
        int padded = (HeaderLength + length + Alignment - 1) & -Alignment;
        aggregate.Skip(Math.Min(padded, aggregate.Rest.Length));
        return true;
    }
}
