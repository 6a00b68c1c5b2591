using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>What Linux puts before packets captured on all interfaces at once (link types LINUX_SLL and LINUX_SLL2).</summary>
internal static class LinuxCookedDecoder
{
    const int Protocol = 14;
    const int HeaderLength = 16;

    const int ProtocolOfVersion2 = 0;
    const int HeaderLengthOfVersion2 = 20;

    // Below the EtherTypes Linux has numbers of its own (linux/if_ether.h); this one says that an LLC header follows.
    const int Llc = 0x0004;

    public static Layer Decode(ref PacketCursor cursor) => Decode(ref cursor, Protocol, HeaderLength);

    public static Layer DecodeVersion2(ref PacketCursor cursor) => Decode(ref cursor, ProtocolOfVersion2, HeaderLengthOfVersion2);

    static Layer Decode(ref PacketCursor cursor, int protocolOffset, int headerLength)
    {
        if (cursor.Rest.Length < headerLength) return cursor.StopShortOf(headerLength);
        int protocol = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[protocolOffset..]);
        cursor.Skip(headerLength);
        return protocol == Llc ? Layer.Llc : EtherType.Next(protocol, ref cursor);
    }
}
