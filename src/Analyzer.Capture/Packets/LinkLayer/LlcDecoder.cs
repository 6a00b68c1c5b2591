using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>Logical link control and its SNAP extension (IEEE 802.2, RFC 1042).</summary>
internal static class LlcDecoder
{
    const int DestinationSap = 0;
    const int SourceSap = 1;
    const int Control = 2;
    const int HeaderLength = 3;
    const int Organisation = 3;
    const int Type = 6;
    const int SnapHeaderLength = 8;

    const byte UnnumberedInformation = 0x03;
    const byte Snap = 0xAA;
    const byte InternetProtocol = 0x06;

    const int EncapsulatedEthernet = 0x000000;
    const int BridgeTunnel = 0x0000F8;
    const int Bridged = 0x0080C2;

    // RFC 2427 section 4.2: IEEE 802.3 frames, with and without their check sequence.
    const int BridgedWithCheck = 0x0001;
    const int BridgedWithoutCheck = 0x0007;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        if (header[Control] != UnnumberedInformation) return cursor.StopAt(StopReason.NotIp);
        return (header[DestinationSap], header[SourceSap]) switch
        {
            (Snap, Snap) => DecodeSnap(ref cursor),
            (InternetProtocol, InternetProtocol) => cursor.SkipTo(HeaderLength, Layer.Ipv4),
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }

    static Layer DecodeSnap(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < SnapHeaderLength) return cursor.StopShortOf(SnapHeaderLength);
        int organisation = (int)(BinaryPrimitives.ReadUInt32BigEndian(header[(Organisation - 1)..]) & 0xFFFFFF);
        int type = BinaryPrimitives.ReadUInt16BigEndian(header[Type..]);
        cursor.Skip(SnapHeaderLength);
        return organisation switch
        {
            EncapsulatedEthernet or BridgeTunnel => EtherType.Next(type, ref cursor),
            Bridged when type is BridgedWithCheck or BridgedWithoutCheck => Layer.Ethernet,
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }
}
