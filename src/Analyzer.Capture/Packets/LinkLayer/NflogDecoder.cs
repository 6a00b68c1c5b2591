using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>
/// What Linux's packet filter logs (link type NFLOG): a list of attributes, one of which is the packet. Lengths and types are in
/// the byte order of the capturing host.
/// </summary>
internal static class NflogDecoder
{
    const int HeaderLength = 4;

    const int AttributeLength = 0;
    const int AttributeType = 2;
    const int AttributeHeaderLength = 4;
    const int Alignment = 4;

    // linux/netfilter/nfnetlink_log.h, NFULA_PAYLOAD.
    const int Payload = 9;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength + AttributeHeaderLength) return cursor.StopShortOf(HeaderLength + AttributeHeaderLength);
        cursor.Skip(HeaderLength);
        // A list begins with the packet's own short header, so that the wrong order makes its length far too long.
        bool isBigEndian = BinaryPrimitives.ReadUInt16LittleEndian(cursor.Rest) > byte.MaxValue
            && BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest) <= byte.MaxValue;
        while (cursor.Rest.Length >= AttributeHeaderLength)
        {
            int length = Read(cursor.Rest[AttributeLength..], isBigEndian);
            if (length < AttributeHeaderLength) return cursor.StopAt(StopReason.HeaderInvalid);
            if (Read(cursor.Rest[AttributeType..], isBigEndian) == Payload) return EnterPayload(ref cursor, length);
            length = (length + Alignment - 1) & -Alignment;
            if (cursor.Rest.Length < length) return cursor.StopShortOf(length);
            cursor.Skip(length);
        }
        return cursor.StopAt(StopReason.NoPayload);
    }

    static Layer EnterPayload(ref PacketCursor cursor, int length)
    {
        cursor.Skip(AttributeHeaderLength);
        cursor.EndAt(length - AttributeHeaderLength);
        return Layer.RawIp;
    }

    static int Read(ReadOnlySpan<byte> field, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(field)
        : BinaryPrimitives.ReadUInt16LittleEndian(field);
}
