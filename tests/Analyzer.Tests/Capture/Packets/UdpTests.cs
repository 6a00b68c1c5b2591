using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class UdpTests
{
    static readonly Endpoint Resolver = SampleFrames.Server with { Port = 53 };
    static readonly byte[] Answer = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];

    [Fact]
    public void Datagrams_from_and_to_port_53_are_delivered()
    {
        DecoderHarness harness = new DecoderHarness().Decode(
            Packet.Udp(SampleFrames.Client, Resolver, "query"u8).InIp().InEthernet(),
            Packet.Udp(Resolver, SampleFrames.Client, "answer"u8).InIp().InEthernet().AtSecond(1));

        Assert.Equal((SampleFrames.Client, Resolver), (harness.Sink.Datagrams[0].From, harness.Sink.Datagrams[0].To));
        Assert.Equal([.. "query"u8], harness.Sink.Datagrams[0].Payload);
        Assert.Equal((Resolver, SampleFrames.Client), (harness.Sink.Datagrams[1].From, harness.Sink.Datagrams[1].To));
        Assert.Equal([.. "answer"u8], harness.Sink.Datagrams[1].Payload);
        Assert.Equal(1_000_000_000, harness.Sink.Datagrams[1].Time - harness.Sink.Datagrams[0].Time);
        Assert.Equal(2, harness.Statistics[StopReason.DnsDatagram]);
    }

    [Fact]
    public void Padding_is_no_part_of_a_datagram()
    {
        PacketBuilder datagram = Packet.Udp(Resolver, SampleFrames.Client, "a"u8).FollowedBy(0, 0, 0).InIp().InEthernet().FollowedBy(0, 0);

        Assert.Equal([.. "a"u8], Assert.Single(new DecoderHarness().Decode(datagram).Sink.Datagrams).Payload);
    }

    [Fact]
    public void A_wrong_checksum_does_not_matter()
    {
        PacketBuilder datagram = Packet.Udp(Resolver, SampleFrames.Client, "a"u8).With(6, 1, 2).InIp().InEthernet();

        Assert.Single(new DecoderHarness().Decode(datagram).Sink.Datagrams);
    }

    [Fact]
    public void An_answer_in_fragments_is_whole()
    {
        IEnumerable<PacketBuilder> fragments =
            Packet.Udp(Resolver, SampleFrames.Client, Answer).InFragments(64).Reverse().Select(fragment => fragment.InEthernet());

        Assert.Equal(Answer, Assert.Single(new DecoderHarness().Decode(fragments).Sink.Datagrams).Payload);
    }

    [Fact]
    public void An_answer_to_a_tunnels_port_is_an_answer()
    {
        PacketBuilder answer = Packet.Udp(Resolver, SampleFrames.Client with { Port = 4789 }, Answer).InIp().InEthernet();

        Assert.Single(new DecoderHarness().Decode(answer).Sink.Datagrams);
    }

    [Fact]
    public void A_tunnel_is_known_by_the_port_it_goes_to()
    {
        PacketBuilder packet = SampleFrames.Tcp4(SampleFrames.Payload).InIpv4().InEthernet().InVxlan()
            .InUdp(SampleFrames.Client with { Port = 4789 }, SampleFrames.Server with { Port = 9999 }).InIp().InEthernet();

        new DecoderHarness().Decode(packet).AssertStopped(StopReason.OtherUdp);
    }
}
