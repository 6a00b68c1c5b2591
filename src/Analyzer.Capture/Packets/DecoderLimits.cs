namespace Analyzer.Capture.Packets;

/// <summary>Bounds of what one <see cref="PacketDecoder"/> does for a packet and remembers between packets.</summary>
public sealed record DecoderLimits
{
    /// <summary>
    /// Headers that are crossed in one packet, each tag, label, extension header and reassembly counted; must be positive.
    /// </summary>
    // Twice what a mobile operator's backbone really stacks (Ethernet, two tags, three labels, IPv6, UDP, GTP-U and IP again).
    public int MaxLayers { get; init; } = 32;

    /// <summary>Fragmented datagrams in assembly at the same time; must be positive.</summary>
    // One capture point sees many hosts, and each Linux host may keep about as many by itself.
    public int MaxDatagrams { get; init; } = 4096;

    /// <summary>Bytes of memory that all datagrams in assembly hold together.</summary>
    // Four times what Linux allows one host (net.ipv4.ipfrag_high_thresh).
    public int MaxDatagramBytes { get; init; } = 16 << 20;

    /// <summary>Pieces that one datagram may come in; must be positive.</summary>
    // The longest datagram (65,535 bytes) in fragments for the smallest link that IPv4 allows today in practice, 296 bytes, is 241.
    public int MaxFragments { get; init; } = 512;

    /// <summary>How long the capture's clock may run from an IPv4 datagram's first fragment to its last.</summary>
    // What Linux gives them; RFC 791 section 3.2 suggests 15 s, RFC 1122 section 3.3.2 asks for 60 to 120 s.
    public TimeSpan Ipv4FragmentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for IPv6.</summary>
    // RFC 8200 section 4.5.
    public TimeSpan Ipv6FragmentTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
