using System.Buffers.Binary;
using Analyzer.Capture.Packets.Fragments;

namespace Analyzer.Capture.Packets.Network;

/// <summary>The fragment header of IPv6 (RFC 8200 section 4.5).</summary>
internal static class Ipv6FragmentDecoder
{
    const int NextHeader = 0;
    const int OffsetAndFlags = 2;
    const int Identification = 4;
    const int HeaderLength = 8;

    const int OffsetMask = 0xFFF8;
    const int MoreFragments = 0x0001;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int place = BinaryPrimitives.ReadUInt16BigEndian(header[OffsetAndFlags..]);
        cursor.Skip(HeaderLength);
        // RFC 6946: a fragment that is the whole datagram has nothing to do with others of its identification.
        if ((place & (OffsetMask | MoreFragments)) == 0) return IpProtocol.Next(header[NextHeader], ref cursor);
        cursor.Fragment = new FragmentHeader
        {
            Identification = BinaryPrimitives.ReadUInt32BigEndian(header[Identification..]),
            Offset = place & OffsetMask,
            HasMore = (place & MoreFragments) != 0,
            Protocol = header[NextHeader],
        };
        return Layer.Fragment;
    }
}
