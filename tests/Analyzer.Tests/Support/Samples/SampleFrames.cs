using System.Buffers.Binary;

namespace Analyzer.Tests.Support.Samples;

/// <summary>
/// Writes Ethernet frames with IPv4 or IPv6 and TCP or UDP in them, lengths and checksums right. Knows nothing of the product's
/// decoder, so that one misreading of a header cannot hide in both.
/// </summary>
static class SampleFrames
{
    const byte TcpProtocol = 6, UdpProtocol = 17;
    const int EthernetHeader = 14, TcpHeader = 20, UdpHeader = 8;

    /// <summary>The shortest Ethernet payload is 46 bytes; what is shorter is padded (IEEE 802.3 section 3.2.8).</summary>
    const int ShortestFrame = 60;

    /// <summary>A TCP segment (RFC 9293 section 3.1).</summary>
    public static byte[] Tcp(SampleWire wire, SampleEnd from, SampleEnd to, uint sequence, uint acknowledgment, byte flags, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> options = default)
    {
        byte[] segment = new byte[TcpHeader + options.Length + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), acknowledgment);
        segment[12] = (byte)((TcpHeader + options.Length) / 4 << 4);
        segment[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), 64240); // Window.
        options.CopyTo(segment.AsSpan(TcpHeader));
        payload.CopyTo(segment.AsSpan(TcpHeader + options.Length));
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), TransportChecksum(from.Host, to.Host, TcpProtocol, segment));
        return Ip(wire, from.Host, to.Host, TcpProtocol, segment);
    }

    /// <summary>A UDP datagram (RFC 768).</summary>
    public static byte[] Udp(SampleWire wire, SampleEnd from, SampleEnd to, ReadOnlySpan<byte> payload)
    {
        byte[] datagram = new byte[UdpHeader + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        payload.CopyTo(datagram.AsSpan(UdpHeader));
        ushort checksum = TransportChecksum(from.Host, to.Host, UdpProtocol, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), checksum == 0 ? (ushort)0xFFFF : checksum);
        return Ip(wire, from.Host, to.Host, UdpProtocol, datagram);
    }

    static byte[] Ip(SampleWire wire, SampleHost from, SampleHost to, byte protocol, byte[] payload)
    {
        int header = from.IsV6 ? 40 : 20;
        byte[] frame = new byte[Math.Max(ShortestFrame, EthernetHeader + header + payload.Length)];
        to.Mac.CopyTo(frame, 0);
        from.Mac.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)(from.IsV6 ? 0x86DD : 0x0800));
        Span<byte> ip = frame.AsSpan(EthernetHeader, header);
        if (from.IsV6) WriteV6(ip, protocol, payload.Length);
        else WriteV4(ip, protocol, payload.Length, wire.NextIdentification());
        from.Address.CopyTo(ip[(from.IsV6 ? 8 : 12)..]);
        to.Address.CopyTo(ip[(from.IsV6 ? 24 : 16)..]);
        if (!from.IsV6) BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(Sum(ip)));
        payload.CopyTo(frame.AsSpan(EthernetHeader + header));
        return frame;
    }

    static void WriteV4(Span<byte> ip, byte protocol, int length, ushort identification)
    {
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ip.Length + length));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], identification);
        ip[6] = 0x40; // Do not fragment.
        ip[8] = 64; // Hops.
        ip[9] = protocol;
    }

    static void WriteV6(Span<byte> ip, byte protocol, int length)
    {
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)length);
        ip[6] = protocol;
        ip[7] = 64; // Hops.
    }

    // With the pseudo-header of RFC 9293 section 3.1 and RFC 8200 section 8.1; the checksum's own field is still zero.
    static ushort TransportChecksum(SampleHost from, SampleHost to, byte protocol, ReadOnlySpan<byte> segment) =>
        Checksum(Sum(from.Address) + Sum(to.Address) + protocol + (uint)segment.Length + Sum(segment));

    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
        return sum;
    }

    static ushort Checksum(uint sum)
    {
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
