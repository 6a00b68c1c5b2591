using System.Buffers.Binary;
using Analyzer.Capture.Packets.Fragments;

namespace Analyzer.Capture.Packets.Network;

/// <summary>IPv4 (RFC 791 section 3.1).</summary>
internal static class Ipv4Decoder
{
    const int VersionAndLength = 0;
    const int TotalLength = 2;
    const int Identification = 4;
    const int FragmentOffset = 6;
    const int Protocol = 9;
    const int Source = 12;
    const int Destination = 16;
    const int MinimumLength = 20;
    const int AddressLength = 4;

    const int Version = 4;
    const int MoreFragments = 0x2000;
    const int FragmentOffsetMask = 0x1FFF;
    const int FragmentUnit = 8;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < MinimumLength) return cursor.StopShortOf(MinimumLength);
        int headerLength = HeaderLength(header);
        if (header[VersionAndLength] >> 4 != Version || headerLength < MinimumLength) return cursor.StopAt(StopReason.HeaderInvalid);
        if (header.Length < headerLength) return cursor.StopShortOf(headerLength);
        if (InternetChecksum.Sum(header[..headerLength]) != InternetChecksum.Right) cursor.Statistics.Count(PacketTrait.WrongIpChecksum);

        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(header[TotalLength..]);
        if (totalLength == 0) cursor.Statistics.Count(PacketTrait.LengthFromCapture);
        else if (totalLength < headerLength) return cursor.StopAt(StopReason.HeaderInvalid);
        else cursor.EndAt(totalLength);

        cursor.Source = header.Slice(Source, AddressLength);
        cursor.Destination = header.Slice(Destination, AddressLength);
        cursor.Skip(headerLength);
        int fragment = BinaryPrimitives.ReadUInt16BigEndian(header[FragmentOffset..]);
        return (fragment & (MoreFragments | FragmentOffsetMask)) == 0
            ? IpProtocol.Next(header[Protocol], ref cursor)
            : EnterFragment(header, fragment, ref cursor);
    }

    /// <summary>Whether a header that its checksum confirms begins here.</summary>
    public static bool IsSure(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinimumLength || bytes[VersionAndLength] >> 4 != Version) return false;
        int headerLength = HeaderLength(bytes);
        return headerLength >= MinimumLength
            && headerLength <= bytes.Length
            && InternetChecksum.Sum(bytes[..headerLength]) == InternetChecksum.Right;
    }

    static int HeaderLength(ReadOnlySpan<byte> header) => (header[VersionAndLength] & 0x0F) * 4;

    static Layer EnterFragment(ReadOnlySpan<byte> header, int fragment, ref PacketCursor cursor)
    {
        cursor.Fragment = new FragmentHeader
        {
            Identification = BinaryPrimitives.ReadUInt16BigEndian(header[Identification..]),
            Offset = (fragment & FragmentOffsetMask) * FragmentUnit,
            HasMore = (fragment & MoreFragments) != 0,
            Protocol = header[Protocol],
        };
        return Layer.Fragment;
    }
}
