using System.Buffers.Binary;
using Analyzer.Capture;
using Analyzer.Capture.Packets;

namespace Analyzer.Dissection.Export;

/// <summary>The headers of a TCP segment in an IP packet (RFC 791, RFC 8200, RFC 9293), for bytes that never were in one.</summary>
readonly record struct PlainPacket(Endpoint Source, Endpoint Destination, uint Sequence, uint Acknowledgment, TcpFlags Flags)
{
    const int Ipv4Header = 20, Ipv6Header = 40, TcpHeader = 20;
    const byte Tcp = 6, HopLimit = 64;

    /// <summary>Of a packet with the content of one record.</summary>
    public const int MaxLength = Ipv6Header + TcpHeader + Tls.TlsLimits.Fragment;

    /// <summary>Writes headers and payload; returns how many bytes they have.</summary>
    public int Write(Span<byte> packet, ReadOnlySpan<byte> payload)
    {
        int header = Source.Address.IsV6 ? Ipv6Header : Ipv4Header;
        int length = TcpHeader + payload.Length;
        packet[..(header + TcpHeader)].Clear();
        Span<byte> segment = packet.Slice(header, length);
        BinaryPrimitives.WriteUInt16BigEndian(segment, Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], Destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], Acknowledgment);
        segment[12] = TcpHeader / 4 << 4;
        segment[13] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], ushort.MaxValue);
        payload.CopyTo(segment[TcpHeader..]);
        uint addresses = header == Ipv6Header ? WriteIpv6(packet, length) : WriteIpv4(packet, length);
        BinaryPrimitives.WriteUInt16BigEndian(segment[16..], Checksum(segment, addresses + Tcp + (uint)length));
        return header + length;
    }

    // Returns the sum over the addresses, which the checksum of TCP covers too.
    uint WriteIpv4(Span<byte> packet, int length)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(Ipv4Header + length));
        packet[6] = 0x40;
        (packet[8], packet[9]) = (HopLimit, Tcp);
        Source.Address.Write(packet[12..]);
        Destination.Address.Write(packet[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Checksum(packet[..Ipv4Header], 0));
        return Sum(packet[12..Ipv4Header]);
    }

    uint WriteIpv6(Span<byte> packet, int length)
    {
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)length);
        (packet[6], packet[7]) = (Tcp, HopLimit);
        Source.Address.Write(packet[8..]);
        Destination.Address.Write(packet[24..]);
        return Sum(packet[8..Ipv6Header]);
    }

    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.IsEmpty ? sum : sum + (uint)(bytes[0] << 8);
    }

    static ushort Checksum(ReadOnlySpan<byte> bytes, uint start)
    {
        uint sum = start + Sum(bytes);
        while (sum > ushort.MaxValue) sum = (sum >> 16) + (sum & ushort.MaxValue);
        return (ushort)~sum;
    }
}
