using System.Buffers.Binary;
using System.Net.Sockets;

namespace Analyzer.Servers.Recording.Packets;

/// <summary>TCP segments (RFC 9293) and UDP datagrams (RFC 768) as bytes.</summary>
static class TransportHeaders
{
    /// <summary>Bytes of UDP's header.</summary>
    public const int UdpLength = 8;

    const int TcpChecksum = 16, UdpChecksum = 6;
    const byte UdpNumber = 17;

    /// <summary>Bytes of a TCP header with its options.</summary>
    public static int TcpLength(Segment segment) => segment.MaximumSize == 0 ? 20 : 24;

    /// <summary>Header and payload, without the checksum.</summary>
    public static byte[] Tcp(Packet packet, Segment segment)
    {
        int header = TcpLength(segment);
        byte[] bytes = new byte[header + packet.Payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)packet.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)packet.Destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), segment.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), segment.Acknowledgment);
        bytes[12] = (byte)(header / 4 << 4);
        bytes[13] = (byte)segment.Bits;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), segment.Window);
        if (segment.MaximumSize > 0)
        {
            (bytes[20], bytes[21]) = (2, 4);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(22), segment.MaximumSize);
        }
        packet.Payload.Span.CopyTo(bytes.AsSpan(header));
        return bytes;
    }

    /// <summary>Header and payload, without the checksum.</summary>
    public static byte[] Udp(Packet packet)
    {
        byte[] bytes = new byte[UdpLength + packet.Payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)packet.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)packet.Destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)bytes.Length);
        packet.Payload.Span.CopyTo(bytes.AsSpan(UdpLength));
        return bytes;
    }

    /// <summary>Puts the checksum in; it covers the pseudo header of the addresses too.</summary>
    public static void Sign(Span<byte> transport, Packet packet, byte protocol)
    {
        Span<byte> pseudo = stackalloc byte[40];
        pseudo.Clear();
        packet.Source.Address.TryWriteBytes(pseudo, out int length);
        packet.Destination.Address.TryWriteBytes(pseudo[length..], out _);
        bool is6 = packet.Source.AddressFamily == AddressFamily.InterNetworkV6;
        BinaryPrimitives.WriteUInt32BigEndian(pseudo[(2 * length)..], is6 ? (uint)transport.Length : ((uint)protocol << 16) | (uint)transport.Length);
        if (is6) pseudo[39] = protocol;
        ushort sum = Checksum.Finish(Checksum.Add(Checksum.Add(0, pseudo), transport));
        // Zero would say that there is none.
        if (protocol == UdpNumber && sum == 0) sum = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(transport[(protocol == UdpNumber ? UdpChecksum : TcpChecksum)..], sum);
    }
}
