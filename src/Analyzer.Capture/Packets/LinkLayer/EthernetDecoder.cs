using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>Ethernet (IEEE 802.3 3.1.1). Padding and check sequence behind the payload are left to the IP length.</summary>
internal static class EthernetDecoder
{
    const int Type = 12;
    const int HeaderLength = 14;

    /// <summary>Of the EtherIP header before a frame (RFC 3378).</summary>
    public const int EtherIpLength = 2;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int type = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[Type..]);
        cursor.Skip(HeaderLength);
        return EtherType.NextOrLength(type, ref cursor);
    }

    /// <summary>Whether a frame that leads on to IP seems to begin here.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderLength && EtherType.IsDecoded(BinaryPrimitives.ReadUInt16BigEndian(bytes[Type..]));
}
