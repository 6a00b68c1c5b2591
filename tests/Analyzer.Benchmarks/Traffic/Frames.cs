using System.Buffers.Binary;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>A host with its addresses.</summary>
sealed record Host(byte[] Mac, byte[] Address)
{
    public bool IsV6 => Address.Length == 16;

    public override string ToString() => new System.Net.IPAddress(Address).ToString();
}

/// <summary>TCP's control bits.</summary>
[Flags]
enum Flags
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Push = 8,
    Ack = 16,
}

/// <summary>One direction between two ends: makes its Ethernet frames, with right checksums.</summary>
sealed class Way(Host source, ushort sourcePort, Host target, ushort targetPort)
{
    const int Ethernet = 14, Tcp = 20, Udp = 8, Shortest = 60;

    ushort _identification;

    /// <summary>A TCP segment.</summary>
    public byte[] Segment(uint sequence, uint acknowledgment, Flags flags, ReadOnlySpan<byte> payload)
    {
        byte[] frame = Begin(6, Tcp + payload.Length, out int at);
        Span<byte> tcp = frame.AsSpan(at, Tcp + payload.Length);
        Ports(tcp);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], (flags & Flags.Ack) != 0 ? acknowledgment : 0);
        tcp[12] = Tcp / 4 << 4;
        tcp[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], ushort.MaxValue);
        payload.CopyTo(tcp[Tcp..]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Checksum(tcp, 6));
        return frame;
    }

    /// <summary>A UDP datagram.</summary>
    public byte[] Datagram(ReadOnlySpan<byte> payload)
    {
        byte[] frame = Begin(17, Udp + payload.Length, out int at);
        Span<byte> udp = frame.AsSpan(at, Udp + payload.Length);
        Ports(udp);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        payload.CopyTo(udp[Udp..]);
        ushort checksum = Checksum(udp, 17);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return frame;
    }

    void Ports(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], targetPort);
    }

    byte[] Begin(byte protocol, int length, out int at)
    {
        int header = source.IsV6 ? 40 : 20;
        at = Ethernet + header;
        byte[] frame = new byte[Math.Max(Shortest, at + length)];
        target.Mac.CopyTo(frame, 0);
        source.Mac.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)(source.IsV6 ? 0x86DD : 0x0800));
        Span<byte> ip = frame.AsSpan(Ethernet, header);
        if (source.IsV6) Ipv6(ip, protocol, length);
        else Ipv4(ip, protocol, length);
        return frame;
    }

    void Ipv4(Span<byte> ip, byte protocol, int length)
    {
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(20 + length));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], ++_identification);
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = protocol;
        source.Address.CopyTo(ip[12..]);
        target.Address.CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Fold(Sum(ip)));
    }

    void Ipv6(Span<byte> ip, byte protocol, int length)
    {
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)length);
        ip[6] = protocol;
        ip[7] = 64;
        source.Address.CopyTo(ip[8..]);
        target.Address.CopyTo(ip[24..]);
    }

    ushort Checksum(ReadOnlySpan<byte> transport, byte protocol) =>
        Fold(Sum(source.Address) + Sum(target.Address) + protocol + (uint)transport.Length + Sum(transport));

    static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (; bytes.Length >= 4; bytes = bytes[4..]) sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }
        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
    }

    static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
