namespace Analyzer.Capture.Packets;

/// <summary>
/// Where the decoding of a packet ended. Each packet counts under exactly one of these (of an aggregated 802.11 frame, each
/// frame in it).
/// </summary>
public enum StopReason
{
    /// <summary>At a TCP segment, which was delivered.</summary>
    TcpSegment,

    /// <summary>At a datagram from or to UDP port 53, which was delivered.</summary>
    DnsDatagram,

    /// <summary>At a UDP datagram that carries neither DNS nor a tunnel.</summary>
    OtherUdp,

    /// <summary>At another transport protocol over IP, such as ICMP.</summary>
    OtherTransport,

    /// <summary>Something else than IP, such as ARP or a link's own control traffic.</summary>
    NotIp,

    /// <summary>A frame that says by itself that it carries nothing (802.11 management, GTP control, an IPv6 header chain's end).</summary>
    NoPayload,

    /// <summary>The rest is encrypted or compressed (a protected 802.11 frame, ESP, MACsec).</summary>
    Encrypted,

    /// <summary>A fragment that was kept until the others of its datagram come.</summary>
    FragmentKept,

    /// <summary>A fragment whose place in its datagram is impossible (IPv4 or IPv6), or of an 802.11 frame.</summary>
    FragmentUnusable,

    /// <summary>A fragment of a datagram that was given up before, because its fragments contradict or are too many.</summary>
    FragmentDropped,

    /// <summary>The captured bytes end inside a header that the wire had in full.</summary>
    HeaderCut,

    /// <summary>A header contradicts itself, or there is not enough room for it.</summary>
    HeaderInvalid,

    /// <summary><see cref="DecoderLimits.MaxLayers"/> was reached.</summary>
    TooManyLayers,

    /// <summary>The link type is not known; <see cref="DecodeStatistics.UnknownLinkTypes"/> says which.</summary>
    UnknownLinkType,
}
