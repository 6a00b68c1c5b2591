namespace Analyzer.Capture.Packets.Network;

/// <summary>
/// The routing header of IPv6 (RFC 8200 section 4.4). On the way, the fixed header names the next stop; the ends of a TCP
/// connection, and its checksum (section 8.1), mean the last one.
/// </summary>
internal static class Ipv6RoutingDecoder
{
    const int Type = 2;
    const int SegmentsLeft = 3;
    const int Addresses = 8;

    // RFC 8200 and RFC 5095: obsolete, but its addresses come in the order of the way.
    const byte SourceRoute = 0;

    // RFC 6275 section 6.4.
    const byte HomeAddress = 2;

    // RFC 8754 section 2: the addresses come in reverse.
    const byte SegmentRouting = 4;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (!Ipv6ExtensionDecoder.TryGetLength(header, out int length)) return cursor.StopShortOf(length);
        if (header[SegmentsLeft] > 0 && length >= Addresses + Ipv6Decoder.AddressLength)
        {
            if (header[Type] is HomeAddress or SegmentRouting)
                cursor.Destination = header.Slice(Addresses, Ipv6Decoder.AddressLength);
            if (header[Type] == SourceRoute)
                cursor.Destination = header[(length - Ipv6Decoder.AddressLength)..length];
        }
        return Ipv6ExtensionDecoder.Decode(ref cursor);
    }
}
