namespace Analyzer.Capture.Packets;

/// <summary>What may be seen on the way to a packet's innermost header, counted each time that it is seen.</summary>
public enum PacketTrait
{
    /// <summary>A VLAN tag (IEEE 802.1Q or 802.1ad).</summary>
    VlanTag,

    /// <summary>An MPLS label.</summary>
    MplsLabel,

    /// <summary>A PPPoE session header.</summary>
    Pppoe,

    /// <summary>A GRE header.</summary>
    Gre,

    /// <summary>IP directly in IP, of either version.</summary>
    IpInIp,

    /// <summary>A VXLAN header.</summary>
    Vxlan,

    /// <summary>A Geneve header.</summary>
    Geneve,

    /// <summary>A GTP-U header.</summary>
    Gtp,

    /// <summary>An IPv4 header whose checksum is wrong; also where the network card was to fill it in.</summary>
    WrongIpChecksum,

    /// <summary>An IP length of zero, as in a jumbogram or left so by segmentation off-load: the packet's own length was taken.</summary>
    LengthFromCapture,

    /// <summary>An IP or UDP length beyond the end of the packet as it was on the wire: what is there was taken.</summary>
    LengthBeyondPacket,

    /// <summary>A TCP segment whose end was cut by the snap length.</summary>
    CutSegment,

    /// <summary>A fragment of an IP datagram.</summary>
    Fragment,

    /// <summary>A fragment that came again.</summary>
    FragmentDuplicate,

    /// <summary>A fragment that overlaps another, with equal bytes there.</summary>
    FragmentOverlap,

    /// <summary>A fragment that overlaps another, with other bytes there.</summary>
    FragmentConflict,

    /// <summary>A datagram that was put together.</summary>
    DatagramReassembled,

    /// <summary>A datagram whose fragments did not all come in time.</summary>
    DatagramTimedOut,

    /// <summary>A datagram given up unfinished for room, because it was the oldest.</summary>
    DatagramEvicted,

    /// <summary>A datagram given up because its fragments contradict (IPv6) or are too many.</summary>
    DatagramDropped,

    /// <summary>A datagram still unfinished when the capture ended.</summary>
    DatagramUnfinished,
}
