using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.Tunnels;

/// <summary>The headers that a switch puts before frames that it mirrors into GRE (draft-foschiano-erspan).</summary>
internal static class ErspanDecoder
{
    /// <summary>Of the header of type II, of which nothing is needed.</summary>
    public const int Version2Length = 8;

    const int FrameType = 10;
    const int HeaderLength = 12;
    const int SubheaderLength = 8;

    const int HasSubheader = 0x0001;
    const int FrameTypeShift = 10;
    const int FrameTypeMask = 0x1F;
    const int EthernetFrame = 0;
    const int IpPacket = 2;

    public static Layer DecodeVersion3(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int flags = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[FrameType..]);
        int length = HeaderLength + ((flags & HasSubheader) != 0 ? SubheaderLength : 0);
        return ((flags >> FrameTypeShift) & FrameTypeMask) switch
        {
            EthernetFrame => cursor.SkipTo(length, Layer.Ethernet),
            IpPacket => cursor.SkipTo(length, Layer.RawIp),
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }
}
