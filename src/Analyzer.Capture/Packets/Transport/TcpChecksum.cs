using System.Buffers.Binary;
using Analyzer.Capture.Packets.Network;

namespace Analyzer.Capture.Packets.Transport;

/// <summary>Judges the checksum of a TCP segment (RFC 9293 section 3.1; for IPv6 RFC 8200 section 8.1).</summary>
internal static class TcpChecksum
{
    const int Checksum = 16;

    /// <summary>The cursor must stand at a TCP header.</summary>
    public static ChecksumState Verify(in PacketCursor cursor)
    {
        ReadOnlySpan<byte> segment = cursor.Rest;
        if (segment.Length < cursor.WireLength || cursor.IsLengthDoubtful) return ChecksumState.Unknown;
        ulong withoutLength = SumOf(cursor.Source) + SumOf(cursor.Destination) + IpProtocol.Tcp;
        ulong pseudoHeader = withoutLength + (uint)segment.Length;
        if (InternetChecksum.Fold(pseudoHeader + InternetChecksum.Sum(segment)) == InternetChecksum.Right) return ChecksumState.Right;

        // Left to the network card: for one segment with its length, for many at once often without.
        ushort field = BinaryPrimitives.ReadUInt16BigEndian(segment[Checksum..]);
        return field == InternetChecksum.Fold(pseudoHeader) || field == InternetChecksum.Fold(withoutLength)
            ? ChecksumState.Offloaded
            : ChecksumState.Wrong;
    }

    static ulong SumOf(ReadOnlySpan<byte> address) => address.Length == sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(address)
        : InternetChecksum.Sum(address);
}
