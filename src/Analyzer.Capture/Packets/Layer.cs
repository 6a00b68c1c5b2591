namespace Analyzer.Capture.Packets;

/// <summary>What comes next in a packet: the header whose decoder is to look at it.</summary>
internal enum Layer : byte
{
    /// <summary>Nothing: decoding ends, and the cursor says why.</summary>
    None,

    Ethernet,
    Vlan,
    Llc,
    Loopback,
    LinuxCooked,
    LinuxCooked2,
    Ppp,
    PppWithDirection,
    Pppoe,
    CiscoHdlc,
    Ieee80211,
    Ieee80211Padded,
    Ieee80211Aggregate,
    Radiotap,
    Prism,
    Avs,
    Ppi,
    Nflog,
    Mpls,

    /// <summary>IP of the version that its first four bits say.</summary>
    RawIp,

    Ipv4,
    Ipv6,
    Ipv6HopByHop,
    Ipv6Options,
    Ipv6Routing,
    Ipv6Fragment,
    AuthenticationHeader,

    /// <summary>A fragment of a datagram; the cursor's <see cref="PacketCursor.Fragment"/> says which.</summary>
    Fragment,

    Gre,
    Erspan2,
    Erspan3,
    EtherIp,
    Vxlan,
    Geneve,
    Gtp,

    Udp,
    Tcp,
}
