using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>Cisco's HDLC framing: address, control, EtherType (RFC 1547 section 4.3.1).</summary>
internal static class CiscoHdlcDecoder
{
    const int Address = 0;
    const int Control = 1;
    const int Type = 2;
    const int HeaderLength = 4;

    const byte Unicast = 0x0F;
    const byte Multicast = 0x8F;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int type = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[Type..]);
        cursor.Skip(HeaderLength);
        return EtherType.Next(type, ref cursor);
    }

    /// <summary>Whether this framing, and not PPP's, begins here.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> bytes) => bytes[Address] is Unicast or Multicast && bytes[Control] == 0;
}
