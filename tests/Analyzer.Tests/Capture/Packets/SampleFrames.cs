using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

/// <summary>One frame for each way that a TCP segment can travel in; the segment is always the same but for its addresses.</summary>
static class SampleFrames
{
    public static readonly Endpoint Client = End("192.0.2.1", 40000);
    public static readonly Endpoint Server = End("198.51.100.7", 25);
    public static readonly Endpoint Client6 = End("2001:db8::1", 40000);
    public static readonly Endpoint Server6 = End("2001:db8:1::7", 25);
    public static readonly byte[] Payload = [.. "MAIL FROM:<a@example.org>\r\n"u8];

    static readonly IpAddress TunnelStart = End("203.0.113.1", 0).Address;
    static readonly IpAddress TunnelEnd = End("203.0.113.2", 0).Address;
    static readonly IpAddress TunnelStart6 = End("2001:db8:f::1", 0).Address;
    static readonly IpAddress TunnelEnd6 = End("2001:db8:f::2", 0).Address;

    public static Endpoint End(string address, ushort port) =>
        IpAddress.TryParse(address, out IpAddress parsed) ? new Endpoint(parsed, port) : throw new ArgumentException(address);

    public static PacketBuilder Tcp4(ReadOnlySpan<byte> payload, byte[]? options = null) =>
        Packet.Tcp(Client, Server, 1000, 2000, TcpFlags.Ack | TcpFlags.Psh, payload, options);

    public static PacketBuilder Tcp6(ReadOnlySpan<byte> payload, byte[]? options = null) =>
        Packet.Tcp(Client6, Server6, 1000, 2000, TcpFlags.Ack | TcpFlags.Psh, payload, options);

    static PacketBuilder V4 => Tcp4(Payload).InIpv4();

    static PacketBuilder V6 => Tcp6(Payload).InIpv6();

    static PacketBuilder InTunnelIp(this PacketBuilder packet) => packet.InIp(TunnelStart, TunnelEnd);

    static PacketBuilder InTunnelIp6(this PacketBuilder packet) => packet.InIp(TunnelStart6, TunnelEnd6);

    static PacketBuilder InTunnelUdp(this PacketBuilder packet, ushort port) =>
        packet.InUdp(new Endpoint(TunnelStart, 50000), new Endpoint(TunnelEnd, port)).InIp().InEthernet();

    public static IReadOnlyDictionary<string, PacketBuilder> All { get; } = new Dictionary<string, PacketBuilder>
    {
        ["Ethernet"] = V4.InEthernet(),
        ["Ethernet, IPv6"] = V6.InEthernet(),
        ["Ethernet, padded"] = V4.InEthernet().FollowedBy(new byte[9]),
        ["LLC and SNAP"] = V4.InSnap().InEthernet8023(),
        ["LLC and SNAP, bridge tunnel"] = V4.InSnap(0x0000F8).InEthernet8023(),
        ["a frame bridged in SNAP"] = (V4.InEthernet() with { Carried = new Carried(0, 7) }).InSnap(0x0080C2).InEthernet8023(),
        ["LLC with IP's own access point"] = (V4 with { Bytes = [6, 6, 3, .. V4.Bytes] }).InEthernet8023(),
        ["VLAN"] = V4.InVlan().InEthernet(),
        ["VLAN in VLAN"] = V6.InVlan().InVlan(20, 0x88A8).InEthernet(),
        ["VLAN in the old VLAN in VLAN"] = V4.InVlan().InVlan(20, 0x9100).InVlan().InEthernet(),
        ["VLAN, LLC and SNAP"] = (V4.InSnap() is var snap ? snap with { Carried = new Carried(0, (ushort)snap.Bytes.Length) } : V4).InVlan().InEthernet(),
        ["a customer's frame in a backbone"] = V4.InVlan().InEthernet().InBackboneTag().InEthernet(),
        ["NULL, little-endian"] = V4.InLoopback([2, 0, 0, 0]),
        ["NULL, big-endian"] = V4.InLoopback([0, 0, 0, 2]),
        ["NULL, IPv6 of Linux"] = V6.InLoopback([10, 0, 0, 0]),
        ["NULL, IPv6 of OpenBSD"] = V6.InLoopback([0, 0, 0, 24]),
        ["NULL, IPv6 of FreeBSD"] = V6.InLoopback([28, 0, 0, 0]),
        ["NULL, IPv6 of Darwin"] = V6.InLoopback([30, 0, 0, 0]),
        ["NULL over Cisco HDLC"] = V4.InCiscoHdlc().As(LinkType.Null),
        ["NULL over PPP"] = V4.InPpp().InHdlcAddress().As(LinkType.Null),
        ["LOOP"] = V4.InLoopback([0, 0, 0, 2]).As(LinkType.Loop),
        ["LOOP, little-endian"] = V6.InLoopback([30, 0, 0, 0]).As(LinkType.Loop),
        ["RAW"] = V4.As(LinkType.Raw),
        ["RAW of BSD"] = V6.As(LinkType.RawBsd),
        ["RAW of OpenBSD"] = V4.As(LinkType.RawOpenBsd),
        ["IPV4"] = V4.As(LinkType.Ipv4),
        ["IPV6"] = V6.As(LinkType.Ipv6),
        ["LINUX_SLL"] = V4.InLinuxCooked(),
        ["LINUX_SLL, VLAN"] = V6.InVlan().InLinuxCooked(),
        ["LINUX_SLL, LLC"] = V4.InSnap().InLinuxCooked(4),
        ["LINUX_SLL2"] = V6.InLinuxCooked2(),
        ["PPP"] = V4.InPpp(),
        ["PPP, IPv6"] = V6.InPpp(),
        ["PPP with its address"] = V4.InPpp().InHdlcAddress(),
        ["PPP, short protocol"] = V4.InCompressedPpp(),
        ["PPP with its address, short protocol"] = V6.InCompressedPpp().InHdlcAddress(),
        ["PPP over MPLS"] = V4.InMpls().InPpp(),
        ["PPP that is Cisco HDLC"] = V4.InCiscoHdlc().As(LinkType.Ppp),
        ["PPP_HDLC"] = V4.InPpp().InHdlcAddress().As(LinkType.PppHdlc),
        ["PPP_HDLC that is Cisco HDLC, multicast"] = V6.InCiscoHdlc(0x8F).As(LinkType.PppHdlc),
        ["PPP_WITH_DIR"] = V4.InPpp().InHdlcAddress().InPppWithDirection(),
        ["PPP_WITH_DIR without address"] = V4.InPpp().InPppWithDirection(),
        ["C_HDLC"] = V6.InCiscoHdlc(),
        ["PPP_ETHER"] = V4.InPppoe(),
        ["PPPoE in a VLAN"] = V6.InPppoe().InVlan().InEthernet(),
        ["802.11"] = V4.InSnap().InIeee80211(),
        ["802.11 with quality of service"] = V6.InSnap().InIeee80211(WirelessHeader.Qos),
        ["802.11 with four addresses"] = V4.InSnap().InIeee80211(WirelessHeader.FourAddresses),
        ["802.11 with all of that"] = V4.InSnap().InIeee80211(WirelessHeader.FourAddresses | WirelessHeader.Qos | WirelessHeader.HtControl),
        ["802.11 aggregate"] = V4.InSnap().InAggregate().InIeee80211(WirelessHeader.Qos | WirelessHeader.Aggregate),
        ["radiotap, with a check sequence"] = V4.InSnap().InIeee80211().FollowedBy(1, 2, 3, 4).InRadiotap(0x10),
        ["radiotap, padded header"] = V4.InSnap().InIeee80211(WirelessHeader.Qos | WirelessHeader.PaddedToFour).InRadiotap(0x20),
        ["Prism"] = V4.InSnap().InIeee80211().InPrism(),
        ["Prism, big-endian"] = V4.InSnap().InIeee80211().InPrism(isBigEndian: true),
        ["AVS"] = V4.InSnap().InIeee80211().InAvs(),
        ["AVS under Prism's number"] = V4.InSnap().InIeee80211().InAvs().As(LinkType.Ieee80211Prism),
        ["PPI over 802.11"] = V6.InSnap().InIeee80211(WirelessHeader.Qos).InPpi(),
        ["PPI over Ethernet"] = V4.InEthernet().InPpi(),
        ["NFLOG"] = V4.InNflog(),
        ["NFLOG, big-endian, IPv6"] = V6.InNflog(isBigEndian: true),

        ["IPv4 with options"] = Tcp4(Payload).InIpv4(options: [0x94, 4, 0, 0, 1, 1, 1, 0]).InEthernet(),
        ["TCP with options"] = Tcp4(Payload, [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]).InIpv4().InEthernet(),
        ["IPv4 with an authentication header"] = Tcp4(Payload).InAuthenticationHeader().InIpv4().InEthernet(),
        ["IPv6 with hop-by-hop options"] = Tcp6(Payload).InExtension(0, 5, 2, 0, 0, 1, 0).InIpv6().InEthernet(),
        ["IPv6 with all extensions"] = Tcp6(Payload).InExtension(60, new byte[14]).InAuthenticationHeader().InExtension(43, new byte[6])
            .InExtension(60, new byte[6]).InExtension(0, new byte[6]).InIpv6().InEthernet(),
        ["IPv6 in one fragment"] = Tcp6(Payload).InIpv6Fragment(0, Tcp6(Payload).Bytes.Length).InEthernet(),

        ["IPv4 in IPv4"] = V4.InTunnelIp().InEthernet(),
        ["IPv4 in IPv6"] = V4.InTunnelIp6().InEthernet(),
        ["IPv6 in IPv4"] = V6.InTunnelIp().InEthernet(),
        ["IPv6 in IPv6"] = V6.InTunnelIp6().InEthernet(),
        ["MPLS"] = V4.InMpls().InEthernet(),
        ["MPLS, two labels, IPv6"] = V6.InMpls().InMpls(200, isLast: false).InEthernet(),
        ["MPLS in IP"] = V4.InMpls().InTunnelIp().InEthernet(),
        ["Ethernet in MPLS"] = V4.InEthernet().InMpls().InEthernet(),
        ["Ethernet in MPLS with a control word"] = (V4.InEthernet() with { Bytes = [0, 0, 0, 1, .. V4.InEthernet().Bytes] }).InMpls().InEthernet(),
        ["Ethernet in MPLS, an address that looks like a control word"] = V4.InEthernet([0, 1, 2, 3, 4, 5]).InMpls().InEthernet(),
        ["Ethernet in MPLS, an address that looks like IPv4"] = V4.InEthernet([0x48, 1, 0, 60, 4, 5]).InMpls().InEthernet(),
        ["Ethernet in MPLS, an address that looks like IPv6"] = V4.InEthernet([0x68, 1, 2, 3, 0, 40]).InMpls().InEthernet(),
        ["GRE"] = V4.InGre().InTunnelIp().InEthernet(),
        ["GRE with all options"] = V6.InGre(checksum: true, key: true, sequence: true).InTunnelIp6().InEthernet(),
        ["GRE with routes"] = V4.InRoutedGre().InTunnelIp().InEthernet(),
        ["Ethernet in GRE"] = V4.InVlan().InEthernet().InGre(key: true).InTunnelIp().InEthernet(),
        ["PPP in GRE"] = V4.InPpp().InHdlcAddress().InPptp().InTunnelIp().InEthernet(),
        ["PPP in GRE with an acknowledgment"] = V4.InCompressedPpp().InPptp(acknowledgment: true).InTunnelIp().InEthernet(),
        ["ERSPAN I"] = V4.InEthernet().InGre(type: 0x88BE).InTunnelIp().InEthernet(),
        ["ERSPAN II"] = V4.InEthernet().InErspan2().InTunnelIp().InEthernet(),
        ["ERSPAN III"] = V4.InEthernet().InErspan3(subheader: false).InTunnelIp().InEthernet(),
        ["ERSPAN III with a sub-header"] = V6.InEthernet().InErspan3(subheader: true).InTunnelIp().InEthernet(),
        ["EtherIP"] = V4.InEthernet().InEtherIp().InTunnelIp().InEthernet(),
        ["VXLAN"] = V4.InEthernet().InVxlan().InTunnelUdp(4789),
        ["VXLAN on Linux' port"] = V6.InVlan().InEthernet().InVxlan().InTunnelUdp(8472),
        ["Geneve"] = V4.InEthernet().InGeneve().InTunnelUdp(6081),
        ["Geneve with options, IPv6 at once"] = V6.InGeneve(optionWords: 3).InTunnelUdp(6081),
        ["GTP-U"] = V4.InGtp().InTunnelUdp(2152),
        ["GTP-U with extensions"] = V6.InGtp(extensions: [[0x85, 1, 2], [0xC0, 1, 2, 3, 4, 5, 6]]).InTunnelUdp(2152),
        ["a tunnel in a tunnel"] = V4.InEthernet().InVxlan().InTunnelUdp(4789).InGre().InTunnelIp6().InEthernet(),
    };
}
