using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The headers that old drivers put before an 802.11 frame: Prism's, in the host's byte order, and AVS.</summary>
internal static class PrismDecoder
{
    const int Magic = 0;
    const int Length = 4;
    const int HeaderLength = 8;

    const uint AvsMagic = 0x80211000;
    const uint AvsMagicMask = 0xFFFFF000;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        // Some drivers send AVS headers under Prism's link type.
        if ((BinaryPrimitives.ReadUInt32BigEndian(header[Magic..]) & AvsMagicMask) == AvsMagic) return DecodeAvs(ref cursor);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[Length..]);
        return Skip(ref cursor, length <= ushort.MaxValue ? length : BinaryPrimitives.ReverseEndianness(length));
    }

    public static Layer DecodeAvs(ref PacketCursor cursor) => cursor.Rest.Length < HeaderLength
        ? cursor.StopShortOf(HeaderLength)
        : Skip(ref cursor, BinaryPrimitives.ReadUInt32BigEndian(cursor.Rest[Length..]));

    static Layer Skip(ref PacketCursor cursor, uint length) => length is < HeaderLength or > ushort.MaxValue
        ? cursor.StopAt(StopReason.HeaderInvalid)
        : cursor.SkipTo((int)length, Layer.Ieee80211);
}
