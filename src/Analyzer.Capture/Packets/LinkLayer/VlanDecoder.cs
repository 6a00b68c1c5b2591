using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The rest of a VLAN tag after its own EtherType (IEEE 802.1Q 9.6).</summary>
internal static class VlanDecoder
{
    const int Type = 2;
    const int HeaderLength = 4;

    /// <summary>Of the rest of a backbone service tag, before the customer's frame (IEEE 802.1Q 9.7).</summary>
    public const int BackboneTagLength = 4;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        cursor.Statistics.Count(PacketTrait.VlanTag);
        int type = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[Type..]);
        cursor.Skip(HeaderLength);
        return EtherType.NextOrLength(type, ref cursor);
    }
}
