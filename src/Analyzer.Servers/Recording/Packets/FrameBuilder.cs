using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Analyzer.Servers.Recording.Packets;

/// <summary>Makes Ethernet frames of packets: one, or several when IP has to fragment.</summary>
sealed class FrameBuilder(FrameOptions options)
{
    const int EthernetLeast = 60, Ip6Header = 40, Ip4Header = 20, FragmentHeader = 8;
    const byte TcpNumber = 6, UdpNumber = 17, FragmentNumber = 44, HopLimit = 64;
    readonly Dictionary<IPAddress, ushort> _identifications = [];

    /// <summary>The frames of a packet, in order.</summary>
    public IReadOnlyList<byte[]> Build(Packet packet)
    {
        byte[] transport = packet.Segment is null ? TransportHeaders.Udp(packet) : TransportHeaders.Tcp(packet, packet.Segment);
        byte protocol = packet.Segment is null ? UdpNumber : TcpNumber;
        TransportHeaders.Sign(transport, packet, protocol);
        return packet.Source.AddressFamily == AddressFamily.InterNetworkV6 ? Version6(packet, protocol, transport) : Version4(packet, protocol, transport);
    }

    /// <summary>How much of a frame comes before the transport header, and how much before the payload; the latter only of a frame that is no fragment.</summary>
    public int PayloadOffset(Packet packet)
    {
        int ip = packet.Source.AddressFamily == AddressFamily.InterNetworkV6 ? Ip6Header : Ip4Header;
        return 14 + (options.Vlan is null ? 0 : 4) + ip + (packet.Segment is { } segment ? TransportHeaders.TcpLength(segment) : TransportHeaders.UdpLength);
    }

    List<byte[]> Version4(Packet packet, byte protocol, byte[] data)
    {
        ushort identification = _identifications[packet.Source.Address] = (ushort)(_identifications.GetValueOrDefault(packet.Source.Address) + 1);
        var frames = new List<byte[]>();
        foreach ((int offset, int length, bool hasMore) in Pieces(data.Length, options.Mtu - Ip4Header))
        {
            byte[] bytes = new byte[Ip4Header + length];
            bytes[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), identification);
            const int DoNotFragment = 0x4000, MoreFragments = 0x2000;
            int flags = length == data.Length ? DoNotFragment : (hasMore ? MoreFragments : 0) | (offset / 8);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)flags);
            bytes[8] = HopLimit;
            bytes[9] = protocol;
            packet.Source.Address.TryWriteBytes(bytes.AsSpan(12), out _);
            packet.Destination.Address.TryWriteBytes(bytes.AsSpan(16), out _);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), Checksum.Finish(Checksum.Add(0, bytes.AsSpan(0, Ip4Header))));
            data.AsSpan(offset, length).CopyTo(bytes.AsSpan(Ip4Header));
            frames.Add(Ethernet(packet, 0x0800, bytes));
        }
        return frames;
    }

    List<byte[]> Version6(Packet packet, byte protocol, byte[] data)
    {
        if (Ip6Header + data.Length <= options.Mtu) return [Ethernet(packet, 0x86DD, Version6(packet, protocol, [], data))];
        uint identification = _identifications[packet.Source.Address] = (ushort)(_identifications.GetValueOrDefault(packet.Source.Address) + 1);
        var frames = new List<byte[]>();
        foreach ((int offset, int length, bool hasMore) in Pieces(data.Length, options.Mtu - Ip6Header - FragmentHeader))
        {
            // RFC 8200, 4.5.
            byte[] header = new byte[FragmentHeader];
            header[0] = protocol;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(offset | (hasMore ? 1 : 0)));
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), identification);
            frames.Add(Ethernet(packet, 0x86DD, Version6(packet, FragmentNumber, header, data.AsSpan(offset, length))));
        }
        return frames;
    }

    static byte[] Version6(Packet packet, byte next, ReadOnlySpan<byte> extension, ReadOnlySpan<byte> data)
    {
        byte[] bytes = new byte[Ip6Header + extension.Length + data.Length];
        bytes[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)(extension.Length + data.Length));
        bytes[6] = next;
        bytes[7] = HopLimit;
        packet.Source.Address.TryWriteBytes(bytes.AsSpan(8), out _);
        packet.Destination.Address.TryWriteBytes(bytes.AsSpan(24), out _);
        extension.CopyTo(bytes.AsSpan(Ip6Header));
        data.CopyTo(bytes.AsSpan(Ip6Header + extension.Length));
        return bytes;
    }

    /// <summary>Every piece but the last is a multiple of 8 bytes.</summary>
    static IEnumerable<(int Offset, int Length, bool HasMore)> Pieces(int length, int most)
    {
        if (length <= most)
        {
            yield return (0, length, false);
            yield break;
        }
        int step = most / 8 * 8;
        for (int offset = 0; offset < length; offset += step) yield return (offset, Math.Min(step, length - offset), offset + step < length);
    }

    byte[] Ethernet(Packet packet, ushort type, ReadOnlySpan<byte> data)
    {
        int header = options.Vlan is null ? 14 : 18;
        byte[] frame = new byte[Math.Max(EthernetLeast, header + data.Length)];
        options.HardwareAddress(packet.Destination.Address).Span.CopyTo(frame);
        options.HardwareAddress(packet.Source.Address).Span.CopyTo(frame.AsSpan(6));
        if (options.Vlan is { } vlan)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x8100);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14), (ushort)vlan);
        }
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(header - 2), type);
        data.CopyTo(frame.AsSpan(header));
        return frame;
    }
}
