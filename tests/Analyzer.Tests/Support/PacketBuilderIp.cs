using Analyzer.Capture;

namespace Analyzer.Tests.Support;

public sealed partial record PacketBuilder
{
    /// <summary>In IP of the version that the addresses have.</summary>
    public PacketBuilder InIp() => Source.IsV6 ? InIpv6() : InIpv4();

    /// <summary>In IP between other hosts, as at the ends of a tunnel.</summary>
    public PacketBuilder InIp(IpAddress from, IpAddress to) => (this with { Source = from, Destination = to }).InIp();

    public PacketBuilder InIpv4(int? totalLength = null, byte[]? options = null, int identification = 1, int fragment = 0)
    {
        int headerLength = 20 + (options?.Length ?? 0);
        byte[] header =
        [
            (byte)(0x40 | headerLength / 4), 0, .. Wire.U16(totalLength ?? headerLength + Bytes.Length),
            .. Wire.U16(identification), .. Wire.U16(fragment), 64, Carried.IpProtocol, 0, 0,
            .. Wire.Address(Source), .. Wire.Address(Destination), .. options ?? [],
        ];
        Wire.U16(Wire.Checksum(header)).CopyTo(header, 10);
        return Behind(header, Carried.Ipv4);
    }

    public PacketBuilder InIpv6(int? payloadLength = null) => Behind(
        [
            0x60, 0, 0, 0, .. Wire.U16(payloadLength ?? Bytes.Length), Carried.IpProtocol, 64,
            .. Wire.Address(Source), .. Wire.Address(Destination),
        ],
        Carried.Ipv6);

    /// <summary>Behind an IPv6 extension header with these bytes after its first two, of which there must be 6, 14, 22 …</summary>
    public PacketBuilder InExtension(byte protocol, params byte[] content) =>
        Behind([Carried.IpProtocol, (byte)((content.Length + 2) / 8 - 1), .. content], new Carried(protocol));

    public PacketBuilder InAuthenticationHeader() =>
        Behind([Carried.IpProtocol, 4, 0, 0, .. Wire.U32(7), .. Wire.U32(1), .. new byte[12]], new Carried(51));

    /// <summary>Only <paramref name="length"/> bytes from <paramref name="offset"/> on, as a fragment.</summary>
    public PacketBuilder InIpv4Fragment(int offset, int length, int identification = 1) =>
        Part(offset, length).InIpv4(identification: identification, fragment: offset / 8 | MoreIf(offset + length < Bytes.Length, 0x2000));

    /// <inheritdoc cref="InIpv4Fragment"/>
    public PacketBuilder InIpv6Fragment(int offset, int length, uint identification = 1)
    {
        byte[] header = [Carried.IpProtocol, 0, .. Wire.U16(offset | MoreIf(offset + length < Bytes.Length, 1)), .. Wire.U32(identification)];
        return Part(offset, length).Behind(header, new Carried(44)).InIpv6();
    }

    /// <summary>In fragments of <paramref name="size"/> bytes (a multiple of 8) and one of what remains.</summary>
    public PacketBuilder[] InFragments(int size, int identification = 1) =>
    [
        .. from number in Enumerable.Range(0, (Bytes.Length + size - 1) / size)
           let offset = number * size
           let length = Math.Min(size, Bytes.Length - offset)
           select Source.IsV6 ? InIpv6Fragment(offset, length, (uint)identification) : InIpv4Fragment(offset, length, identification),
    ];

    public PacketBuilder InUdp(Endpoint from, Endpoint to)
    {
        byte[] header = [.. Wire.U16(from.Port), .. Wire.U16(to.Port), .. Wire.U16(8 + Bytes.Length), 0, 0];
        PacketBuilder datagram = Behind(header, Carried.Udp) with { Source = from.Address, Destination = to.Address };
        return datagram.With(6, Wire.U16(Wire.Checksum([.. Packet.PseudoHeader(datagram, 17), .. datagram.Bytes])));
    }

    PacketBuilder Part(int offset, int length) => this with { Bytes = Bytes[offset..(offset + length)] };

    static int MoreIf(bool hasMore, int flag) => hasMore ? flag : 0;
}
