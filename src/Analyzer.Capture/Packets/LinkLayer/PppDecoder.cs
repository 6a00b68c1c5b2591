using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>
/// PPP (RFC 1661 section 2) with or without the address and control of its HDLC-like framing (RFC 1662), and the Cisco HDLC that
/// is also captured under PPP's link types.
/// </summary>
internal static class PppDecoder
{
    /// <summary>Of the byte that says who sent the frame, in link type PPP_WITH_DIR.</summary>
    public const int DirectionLength = 1;

    const int FramingLength = 2;
    const byte AllStations = 0xFF;
    const byte UnnumberedInformation = 0x03;

    const int Ipv4 = 0x0021;
    const int Ipv6 = 0x0057;
    const int Mpls = 0x0281;
    const int MplsMulticast = 0x0283;
    const int Encryption = 0x0053;
    const int Compression = 0x00FD;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < FramingLength) return cursor.StopShortOf(FramingLength);
        if (CiscoHdlcDecoder.IsLikely(header)) return Layer.CiscoHdlc;
        if (HasAddress(header)) cursor.Skip(FramingLength);
        return DecodeProtocol(ref cursor);
    }

    /// <summary>Whether the framing of a serial line begins with these two bytes or more.</summary>
    public static bool IsFramed(ReadOnlySpan<byte> bytes) => HasAddress(bytes) || CiscoHdlcDecoder.IsLikely(bytes);

    static bool HasAddress(ReadOnlySpan<byte> header) => header[0] == AllStations && header[1] == UnnumberedInformation;

    static Layer DecodeProtocol(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        // RFC 1661 section 2: only the last byte of a protocol's number is odd, which tells the compressed form.
        int length = header.Length > 0 && (header[0] & 1) != 0 ? 1 : 2;
        if (header.Length < length) return cursor.StopShortOf(length);
        int protocol = length == 1 ? header[0] : BinaryPrimitives.ReadUInt16BigEndian(header);
        cursor.Skip(length);
        return protocol switch
        {
            Ipv4 => Layer.Ipv4,
            Ipv6 => Layer.Ipv6,
            Mpls or MplsMulticast => Layer.Mpls,
            Encryption or Compression => cursor.StopAt(StopReason.Encrypted),
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }
}
