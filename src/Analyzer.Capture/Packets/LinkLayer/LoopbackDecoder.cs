using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>
/// The BSD loopback's header, an address family. NULL has it in the byte order of the capturing host, LOOP in network order, and
/// either is found under the other's number; the values are small enough to tell the order by. Some systems capture serial lines
/// under these link types.
/// </summary>
internal static class LoopbackDecoder
{
    const int HeaderLength = 4;
    const uint LargestFamily = 0xFFFF;

    const uint Ipv4 = 2;
    const uint Ipv6OnLinux = 10;
    const uint Ipv6OnNetBsdAndOpenBsd = 24;
    const uint Ipv6OnFreeBsd = 28;
    const uint Ipv6OnDarwin = 30;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        if (PppDecoder.IsFramed(cursor.Rest)) return Layer.Ppp;
        uint family = BinaryPrimitives.ReadUInt32LittleEndian(cursor.Rest);
        if (family > LargestFamily) family = BinaryPrimitives.ReverseEndianness(family);
        cursor.Skip(HeaderLength);
        return family switch
        {
            Ipv4 => Layer.Ipv4,
            Ipv6OnLinux or Ipv6OnNetBsdAndOpenBsd or Ipv6OnFreeBsd or Ipv6OnDarwin => Layer.Ipv6,
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }
}
