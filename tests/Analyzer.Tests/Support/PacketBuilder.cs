using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Support;

/// <summary>
/// Packets for tests, from the inside out: <c>Packet.Tcp(client, server, 1, 1, TcpFlags.Ack, "QUIT"u8).InIp().InEthernet()</c>.
/// Lengths and checksums are right unless a test asks for wrong ones. Shares no code with the decoder.
/// </summary>
public static class Packet
{
    public static PacketBuilder Tcp(
        Endpoint from, Endpoint to, uint sequence, uint acknowledgment, TcpFlags flags, ReadOnlySpan<byte> payload, byte[]? options = null)
    {
        byte[] header =
        [
            .. Wire.U16(from.Port), .. Wire.U16(to.Port), .. Wire.U32(sequence), .. Wire.U32(acknowledgment),
            (byte)((20 + (options?.Length ?? 0)) / 4 << 4), (byte)flags, .. Wire.U16(0x2000), 0, 0, 0, 0, .. options ?? [],
        ];
        PacketBuilder segment = new() { Bytes = [.. header, .. payload], Carried = Carried.Tcp, Source = from.Address, Destination = to.Address };
        return segment.WithTcpChecksum(Wire.Checksum([.. PseudoHeader(segment, 6), .. segment.Bytes]));
    }

    public static PacketBuilder Udp(Endpoint from, Endpoint to, ReadOnlySpan<byte> payload) => new PacketBuilder
    {
        Bytes = payload.ToArray(),
        Carried = default,
        Source = from.Address,
        Destination = to.Address,
    }.InUdp(from, to);

    /// <summary>A payload of any IP protocol.</summary>
    public static PacketBuilder Ip(byte protocol, IpAddress from, IpAddress to, ReadOnlySpan<byte> payload) =>
        new() { Bytes = payload.ToArray(), Carried = new Carried(protocol), Source = from, Destination = to };

    internal static byte[] PseudoHeader(PacketBuilder packet, byte protocol) =>
        [.. Wire.Address(packet.Source), .. Wire.Address(packet.Destination), 0, protocol, .. Wire.U32((uint)packet.Bytes.Length)];
}

/// <summary>By what numbers the headers below name a layer; those that do not apply are left out.</summary>
/// <param name="IpProtocol">In an IP header.</param>
/// <param name="EtherType">In Ethernet and its like.</param>
/// <param name="PppProtocol">In PPP.</param>
public readonly record struct Carried(byte IpProtocol = 0, ushort EtherType = 0, ushort PppProtocol = 0)
{
    public static readonly Carried Tcp = new(6);
    public static readonly Carried Udp = new(17);
    public static readonly Carried Ipv4 = new(4, 0x0800, 0x0021);
    public static readonly Carried Ipv6 = new(41, 0x86DD, 0x0057);
    public static readonly Carried Ethernet = new(0, 0x6558);
    public static readonly Carried Ppp = new(0, 0x880B);
    public static readonly Carried Gre = new(47);
    public static readonly Carried Mpls = new(137, 0x8847, 0x0281);
    public static readonly Carried EtherIp = new(97);
}

/// <summary>A packet so far: each <c>In…</c> puts a header in front and returns the result.</summary>
public sealed partial record PacketBuilder
{
    /// <summary>From the outermost header so far.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>What the outermost header so far is.</summary>
    public required Carried Carried { get; init; }

    /// <summary>For the next IP header.</summary>
    public IpAddress Source { get; init; }

    /// <summary>For the next IP header.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>Set by a link header.</summary>
    public LinkType LinkType { get; init; }

    public Timestamp Time { get; init; } = new(1_700_000_000_000_000_000);

    /// <summary>Bytes that the snap length took off the end.</summary>
    public int CutBytes { get; init; }

    /// <summary>The packet as a source would give it, lying at <paramref name="offset"/> of its capture.</summary>
    public CapturedPacket Captured(long number = 1, long offset = 0) => new()
    {
        Number = number,
        Time = Time,
        LinkType = LinkType,
        Data = Bytes,
        OriginalLength = Bytes.Length + CutBytes,
        Extent = new Extent(0, offset, Bytes.Length),
    };

    /// <summary>Captured with a snap length.</summary>
    public PacketBuilder Snapped(int length) => this with
    {
        Bytes = Bytes[..Math.Min(length, Bytes.Length)],
        CutBytes = CutBytes + Math.Max(0, Bytes.Length - length),
    };

    public PacketBuilder AtSecond(double seconds) => this with { Time = new Timestamp(1_700_000_000_000_000_000 + (long)(seconds * 1e9)) };

    /// <summary>With some bytes replaced.</summary>
    public PacketBuilder With(int offset, params byte[] replacement)
    {
        byte[] changed = [.. Bytes];
        replacement.CopyTo(changed, offset);
        return this with { Bytes = changed };
    }

    /// <summary>With bytes behind the packet, such as padding.</summary>
    public PacketBuilder FollowedBy(params byte[] trailer) => this with { Bytes = [.. Bytes, .. trailer] };

    /// <summary>With another checksum; the outermost header must be TCP's.</summary>
    public PacketBuilder WithTcpChecksum(ushort checksum) => With(16, Wire.U16(checksum));

    /// <summary>With the checksum of a sender that leaves it to the network card.</summary>
    public PacketBuilder WithOffloadedChecksum(bool withLength = true)
    {
        byte[] pseudoHeader = Packet.PseudoHeader(this, 6);
        if (!withLength) pseudoHeader.AsSpan(^4..).Clear();
        return WithTcpChecksum((ushort)~Wire.Checksum(pseudoHeader));
    }

    /// <summary>As if it were a packet of this link type.</summary>
    public PacketBuilder As(LinkType linkType) => this with { LinkType = linkType };

    PacketBuilder Behind(byte[] header, Carried carried) => this with { Bytes = [.. header, .. Bytes], Carried = carried };
}
