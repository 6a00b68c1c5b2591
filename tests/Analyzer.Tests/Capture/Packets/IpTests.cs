using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class IpTests
{
    static readonly byte[] Payload = SampleFrames.Payload;
    static readonly PacketBuilder Tcp4 = SampleFrames.Tcp4(Payload);
    static readonly PacketBuilder Tcp6 = SampleFrames.Tcp6(Payload);

    [Fact]
    public void Where_segmentation_is_left_to_the_card_the_captured_length_counts()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Tcp4.InIpv4(totalLength: 0).InEthernet(), Tcp6.InIpv6(payloadLength: 0).InEthernet());

        Assert.All(harness.Sink.Segments, segment => Assert.Equal(Payload, segment.Payload));
        Assert.All(harness.Sink.Segments, segment => Assert.Equal(ChecksumState.Right, segment.Checksum));
        Assert.Equal(2, harness.Statistics[PacketTrait.LengthFromCapture]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1000)]
    public void A_length_beyond_the_packet_is_not_believed(int beyond)
    {
        DecoderHarness harness = new DecoderHarness().Decode(
            Tcp4.InIpv4(totalLength: Tcp4.Bytes.Length + 20 + beyond).InEthernet(),
            Tcp6.InIpv6(payloadLength: Tcp6.Bytes.Length + beyond).InEthernet());

        Assert.All(harness.Sink.Segments, segment => Assert.Equal(Payload, segment.Payload));
        Assert.All(harness.Sink.Segments, segment => Assert.Equal((0, ChecksumState.Unknown), (segment.CutBytes, segment.Checksum)));
        Assert.Equal(2, harness.Statistics[PacketTrait.LengthBeyondPacket]);
    }

    [Fact]
    public void What_the_snap_length_cut_is_told_without_the_padding()
    {
        PacketBuilder frame = Tcp4.InIpv4().InEthernet();

        DecoderHarness harness = new DecoderHarness().Decode(frame.FollowedBy(new byte[6]).Snapped(frame.Bytes.Length - 5));

        Assert.Equal(Payload[..^5], harness.Sink.Only.Payload);
        Assert.Equal(5, harness.Sink.Only.CutBytes);
        Assert.Equal(1, harness.Statistics[PacketTrait.CutSegment]);
    }

    [Fact]
    public void A_wrong_header_checksum_is_counted_and_no_more()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Tcp4.InIpv4().With(10, 0, 0).InEthernet(), Tcp4.InIpv4().InEthernet());

        Assert.Equal(2, harness.Sink.Segments.Count);
        Assert.Equal(1, harness.Statistics[PacketTrait.WrongIpChecksum]);
    }

    [Fact]
    public void A_jumbogram_is_as_long_as_its_option_says()
    {
        byte[] payload = new byte[80_000];
        PacketBuilder segment = SampleFrames.Tcp6(payload);
        byte[] length = Wire.U32((uint)segment.Bytes.Length + 8);

        PacketBuilder frame = segment.InExtension(0, 0xC2, 4, length[0], length[1], length[2], length[3]).InIpv6(payloadLength: 0).InEthernet();
        DecoderHarness harness = new DecoderHarness().Decode(frame.FollowedBy(1, 2, 3));

        Assert.Equal((payload.Length, ChecksumState.Right), (harness.Sink.Only.Payload.Length, harness.Sink.Only.Checksum));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    public void On_a_source_route_the_last_stop_is_the_receiver(byte type, int lastStop)
    {
        byte[][] addresses = [Wire.Address(SampleFrames.End("2001:db8::aa", 0).Address), Wire.Address(SampleFrames.End("2001:db8::bb", 0).Address)];
        addresses[lastStop] = Wire.Address(SampleFrames.Server6.Address);
        PacketBuilder routed = Tcp6.InExtension(43, [type, 1, 0, 0, 0, 0, .. addresses[0], .. addresses[1]]);

        DecoderHarness harness = new DecoderHarness().Decode(
            (routed with { Destination = SampleFrames.End("2001:db8::cc", 0).Address }).InIpv6().InEthernet());

        Assert.Equal((SampleFrames.Server6, ChecksumState.Right), (harness.Sink.Only.To, harness.Sink.Only.Checksum));
    }

    [Fact]
    public void At_the_end_of_a_source_route_the_receiver_is_the_receiver()
    {
        PacketBuilder routed = Tcp6.InExtension(43, [4, 0, 0, 0, 0, 0, .. new byte[16]]).InIpv6().InEthernet();

        Assert.Equal(SampleFrames.Server6, new DecoderHarness().Decode(routed).Sink.Only.To);
    }

    [Fact]
    public void Each_frame_of_an_aggregate_is_decoded()
    {
        byte[] second = [.. Enumerable.Range(0, 50).Select(i => (byte)i)];
        byte[] first = Tcp4.InIpv4().InSnap().InAggregate().Bytes;
        byte[] frames = [.. first, .. SampleFrames.Tcp6(second).InIpv6().InSnap().InAggregate().Bytes];
        PacketBuilder aggregate = (Tcp4 with { Bytes = frames }).InIeee80211(WirelessHeader.Qos | WirelessHeader.Aggregate);

        DecoderHarness harness = new DecoderHarness().Decode(aggregate);

        Assert.Equal([Payload, second], harness.Sink.Segments.Select(segment => segment.Payload));
        Assert.All(harness.Sink.Segments, segment => Assert.Equal(segment.Payload, harness.BytesAt(segment.Extent)));
        Assert.Equal((1, 2), (harness.Statistics.Packets, harness.Statistics[StopReason.TcpSegment]));
    }

    [Fact]
    public void What_was_crossed_is_counted()
    {
        PacketBuilder tunnelled = Tcp4.InIpv4().InEthernet().InVxlan().InUdp(SampleFrames.Client, SampleFrames.Server with { Port = 4789 });

        DecodeStatistics statistics = new DecoderHarness().Decode(
            tunnelled.InIp().InMpls().InMpls(7, isLast: false).InVlan().InVlan(9, 0x88A8).InEthernet(),
            Tcp6.InIpv6().InGre().InIp().InIp().InPppoe().InEthernet()).Statistics;

        Assert.Equal((2, 2, 1), (statistics[PacketTrait.VlanTag], statistics[PacketTrait.MplsLabel], statistics[PacketTrait.Vxlan]));
        Assert.Equal((1, 1, 1), (statistics[PacketTrait.Gre], statistics[PacketTrait.IpInIp], statistics[PacketTrait.Pppoe]));
    }

    [Fact]
    public void Bytes_beyond_a_datagram_in_a_datagram_do_not_leak_into_the_inner_one()
    {
        PacketBuilder inner = Tcp4.InIpv4(totalLength: 20 + Tcp4.Bytes.Length + 4);

        DecoderHarness harness = new DecoderHarness().Decode(inner.InIp().FollowedBy(1, 2, 3, 4).As(LinkType.Raw));

        Assert.Equal(Payload, harness.Sink.Only.Payload);
    }
}
