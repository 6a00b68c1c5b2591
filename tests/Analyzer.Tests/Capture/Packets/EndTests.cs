using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

/// <summary>Packets that hold no segment, and what is said of them.</summary>
public sealed class EndTests
{
    static readonly PacketBuilder Ip = SampleFrames.Tcp4(SampleFrames.Payload).InIpv4();

    static PacketBuilder Other(byte protocol, params byte[] payload) =>
        Packet.Ip(protocol, SampleFrames.Client.Address, SampleFrames.Server.Address, payload).InIp().InEthernet();

    static PacketBuilder Udp(ushort port, params byte[] payload) =>
        Packet.Udp(SampleFrames.Client, SampleFrames.Server with { Port = port }, payload).InIp().InEthernet();

    static PacketBuilder Frame(ushort etherType, params byte[] payload) =>
        (Ip with { Bytes = payload, Carried = new Carried(0, etherType) }).InEthernet();

    public static IReadOnlyDictionary<string, (PacketBuilder Packet, StopReason Reason)> Cases { get; } = new Dictionary<string, (PacketBuilder, StopReason)>
    {
        ["ARP"] = (Frame(0x0806, new byte[28]), StopReason.NotIp),
        ["PPPoE discovery"] = (Frame(0x8863, new byte[20]), StopReason.NotIp),
        ["a PPPoE session's end"] = (Ip.InPppoe(code: 0xA7).InEthernet(), StopReason.NotIp),
        ["neither a length nor a type"] = (Frame(1501, new byte[20]), StopReason.NotIp),
        ["spanning tree in LLC"] = (Frame(38, 0x42, 0x42, 0x03, 0, 0, 0), StopReason.NotIp),
        ["LLC that is numbered"] = (Frame(38, 0xAA, 0xAA, 0x00, 0, 0, 0), StopReason.NotIp),
        ["SNAP of another organisation"] = (Ip.InSnap(0x00000C).InEthernet8023(), StopReason.NotIp),
        ["MACsec"] = (Frame(0x88E5, new byte[20]), StopReason.Encrypted),
        ["another address family"] = (Ip.InLoopback([7, 0, 0, 0]), StopReason.NotIp),
        ["another PPP protocol"] = ((Ip with { Carried = new Carried(0, 0, 0xC021) }).InPpp(), StopReason.NotIp),
        ["compressed PPP"] = ((Ip with { Carried = new Carried(0, 0, 0x00FD) }).InPpp(), StopReason.Encrypted),
        ["a short 802.11 acknowledgment"] = ((Ip with { Bytes = [0xD4, 0, 0, 0, 1, 2, 3, 4, 5, 6] }).As(LinkType.Ieee80211), StopReason.NoPayload),
        ["an 802.11 beacon"] = (Ip.InSnap().InIeee80211().With(0, 0x80), StopReason.NoPayload),
        ["802.11 data without data"] = (Ip.InSnap().InIeee80211(WirelessHeader.Qos).With(0, 0xC8), StopReason.NoPayload),
        ["a protected 802.11 frame"] = (Ip.InSnap().InIeee80211(WirelessHeader.Protected), StopReason.Encrypted),
        ["an 802.11 fragment that is not the last"] = (Ip.InSnap().InIeee80211().With(1, 0x05), StopReason.FragmentUnusable),
        ["an 802.11 fragment that is not the first"] = (Ip.InSnap().InIeee80211().With(22, 0x11), StopReason.FragmentUnusable),
        ["an empty 802.11 aggregate"] = ((Ip with { Bytes = [] }).InIeee80211(WirelessHeader.Qos | WirelessHeader.Aggregate), StopReason.NoPayload),
        ["NFLOG without a packet"] = ((Ip with { Bytes = [2, 0, 0, 5, 8, 0, 1, 0, 8, 0, 0, 0] }).As(LinkType.Nflog), StopReason.NoPayload),
        ["NFLOG with an impossible length"] = ((Ip with { Bytes = [2, 0, 0, 5, 3, 0, 1, 0, 8, 0, 0, 0] }).As(LinkType.Nflog), StopReason.HeaderInvalid),
        ["radiotap with an impossible length"] = (Ip.InSnap().InIeee80211().InRadiotap().With(2, 7, 0), StopReason.HeaderInvalid),
        ["radiotap longer than the packet"] = (Ip.InSnap().InIeee80211().InRadiotap().With(2, 0, 9), StopReason.HeaderInvalid),
        ["Prism with an impossible length"] = (Ip.InSnap().InIeee80211().InPrism().With(4, 4, 0, 0, 0), StopReason.HeaderInvalid),
        ["PPI with an impossible length"] = (Ip.InEthernet().InPpi().With(2, 7, 0), StopReason.HeaderInvalid),
        ["another IP version"] = (Ip.With(0, 0x55).As(LinkType.Raw), StopReason.NotIp),
        ["nothing at all"] = ((Ip with { Bytes = [] }).As(LinkType.Raw), StopReason.NoPayload),
        ["IPv4 with a short header length"] = (Ip.With(0, 0x44).InEthernet(), StopReason.HeaderInvalid),
        ["IPv4 with a total length below its header's"] = (Ip.With(2, 0, 19).InEthernet(), StopReason.HeaderInvalid),
        ["IPv6 under IPv4's number"] = (Ip.With(0, 0x60).InEthernet(), StopReason.HeaderInvalid),
        ["ICMP that quotes a segment"] = (Other(1, [3, 3, 0, 0, 0, 0, 0, 0, .. Ip.Bytes]), StopReason.OtherTransport),
        ["an encrypted payload"] = (Other(50, new byte[40]), StopReason.Encrypted),
        ["an IPv6 header chain that ends"] = (Other(60, [59, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]), StopReason.NoPayload),
        ["an authentication header that is too short"] = (Other(51, [6, 0, .. new byte[20]]), StopReason.HeaderInvalid),
        ["a jumbo option for what is not jumbo"] = (Other(0, [6, 0, 0xC2, 4, 0, 0, 0xFF, 0xFF]), StopReason.HeaderInvalid),
        ["another datagram"] = (Udp(123, 1, 2, 3), StopReason.OtherUdp),
        ["UDP with an impossible length"] = (Udp(53, 1, 2, 3).With(38, 0, 7), StopReason.HeaderInvalid),
        ["other use of VXLAN's port"] = (Udp(4789, new byte[20]), StopReason.OtherUdp),
        ["other use of Geneve's port"] = (Udp(6081, [0x40, .. new byte[20]]), StopReason.OtherUdp),
        ["other use of GTP's port"] = (Udp(2152, [0x40, .. new byte[20]]), StopReason.OtherUdp),
        ["GTP's own messages"] = (Udp(2152, [0x32, 1, 0, 4, .. new byte[8]]), StopReason.NoPayload),
        ["a GTP extension of no length"] = (Udp(2152, [0x34, 0xFF, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0x85, 0, 0, 0, 0]), StopReason.HeaderInvalid),
        ["a PPTP acknowledgment"] = (Other(47, [0x20, 0x81, 0x88, 0x0B, 0, 0, 0, 1, 0, 0, 0, 1]), StopReason.NoPayload),
        ["GRE of an unknown version"] = (Other(47, [0, 2, 8, 0, .. Ip.Bytes]), StopReason.HeaderInvalid),
        ["GRE routes without end"] = (Other(47, [0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 4, 1, 2, 3, 4]), StopReason.HeaderInvalid),
        ["ERSPAN of no known frame"] = (Other(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1, .. new byte[10], 0x0C, 0, .. Ip.Bytes]), StopReason.NotIp),
        ["TCP with a short data offset"] = (Other(6, [.. new byte[12], 0x40, 0x10, .. new byte[6]]), StopReason.HeaderInvalid),
        ["TCP with a header longer than the packet"] = (Other(6, [.. new byte[12], 0x60, 0x10, .. new byte[6]]), StopReason.HeaderInvalid),
        ["less TCP than a header"] = (Other(6, new byte[13]), StopReason.HeaderInvalid),
        ["a cut header"] = (Ip.InEthernet().Snapped(30), StopReason.HeaderCut),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_packet_without_a_segment_is_counted_by_reason(string name)
    {
        DecoderHarness harness = new DecoderHarness().Decode(Cases[name].Packet);

        Assert.Empty(harness.Sink.Segments);
        harness.AssertStopped(Cases[name].Reason);
    }

    [Fact]
    public void Unknown_link_types_are_counted_by_number()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Ip.As((LinkType)147), Ip.As((LinkType)147), Ip.As((LinkType)9999));

        Assert.Equal(3, harness.Statistics[StopReason.UnknownLinkType]);
        Assert.Equal(2, harness.Statistics.UnknownLinkTypes[(LinkType)147]);
        Assert.Equal(1, harness.Statistics.UnknownLinkTypes[(LinkType)9999]);
    }

    [Fact]
    public void Other_transport_protocols_are_counted_by_number()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Other(1, 8, 0), Other(132, 0), Other(132, 0));

        Assert.Equal((1, 2, 0), (harness.Statistics.OtherTransports(1), harness.Statistics.OtherTransports(132), harness.Statistics.OtherTransports(2)));
    }

    [Theory]
    [InlineData(29, StopReason.TcpSegment)]
    [InlineData(30, StopReason.TooManyLayers)]
    [InlineData(300, StopReason.TooManyLayers)]
    public void Only_so_many_layers_are_crossed(int tags, StopReason reason)
    {
        PacketBuilder packet = Enumerable.Range(0, tags).Aggregate(Ip, (inner, _) => inner.InVlan());

        new DecoderHarness().Decode(packet.InEthernet()).AssertStopped(reason);
    }
}
