using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class FragmentLimitTests
{
    static readonly byte[] Payload = [.. Enumerable.Range(0, 400).Select(i => (byte)i)];

    static PacketBuilder[] Fragments(bool v6 = false, int identification = 1, int size = 160) =>
        [.. (v6 ? SampleFrames.Tcp6(Payload) : SampleFrames.Tcp4(Payload)).InFragments(size, identification).Select(fragment => fragment.InEthernet())];

    [Theory]
    [InlineData(false, 30, true)]
    [InlineData(false, 30.5, false)]
    [InlineData(false, -30, true)]
    [InlineData(false, -30.5, false)]
    [InlineData(false, -1e9, false)]
    [InlineData(true, 60, true)]
    [InlineData(true, 60.5, false)]
    [InlineData(true, -60.5, false)]
    public void Fragments_that_lie_too_far_apart_do_not_belong_together(bool v6, double seconds, bool belong)
    {
        PacketBuilder[] fragments = Fragments(v6);

        DecoderHarness harness = new DecoderHarness().Decode(fragments[0], fragments[1], fragments[2].AtSecond(seconds));

        Assert.Equal(belong ? Payload : [], harness.Payload);
        Assert.Equal(belong ? 0 : 1, harness.Statistics[PacketTrait.DatagramTimedOut]);
    }

    [Fact]
    public void Without_times_nothing_times_out()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments().Select(fragment => fragment with { Time = Timestamp.Unknown }));

        Assert.Equal(Payload, harness.Payload);
    }

    [Theory]
    [InlineData(long.MinValue + 1, long.MaxValue)]
    [InlineData(long.MaxValue, long.MinValue + 1)]
    [InlineData(0, long.MinValue + 1)]
    public void The_wildest_times_do_no_harm(long first, long second)
    {
        PacketBuilder[] fragments = Fragments();

        DecoderHarness harness = new DecoderHarness().Decode(
            fragments[0] with { Time = new Timestamp(first) }, fragments[1] with { Time = new Timestamp(second) });

        Assert.Equal(2, harness.Statistics[StopReason.FragmentKept]);
    }

    [Fact]
    public void After_a_time_out_the_same_identification_is_a_new_datagram()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments()[0]).Decode(Fragments().Select(fragment => fragment.AtSecond(100)));

        Assert.Equal(Payload, harness.Payload);
        Assert.Equal(1, harness.Statistics[PacketTrait.DatagramTimedOut]);
    }

    [Fact]
    public void Over_the_limit_of_datagrams_the_oldest_goes()
    {
        DecoderHarness harness = new(new DecoderLimits { MaxDatagrams = 2 });

        harness.Decode(Fragments(identification: 1)[..2]).Decode(Fragments(identification: 2)[..2]).Decode(Fragments(identification: 3)[..2]);
        Assert.Equal(1, harness.Statistics[PacketTrait.DatagramEvicted]);

        harness.Decode(Fragments(identification: 2)[2], Fragments(identification: 3)[2]);
        Assert.Equal([.. Payload, .. Payload], harness.Payload);
    }

    [Fact]
    public void Over_the_limit_of_memory_the_oldest_goes()
    {
        DecoderHarness harness = new(new DecoderLimits { MaxDatagramBytes = 20_000 });

        for (int identification = 1; identification <= 100; identification++) harness.Decode(Fragments(identification: identification)[..2]);
        Assert.InRange(harness.Statistics[PacketTrait.DatagramEvicted], 50, 98);

        harness.Decode(Fragments(identification: 1)[2]).Decode(Fragments(identification: 100)[2]);
        Assert.Equal(Payload, harness.Payload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_datagram_in_too_many_pieces_is_dropped(bool v6)
    {
        DecoderHarness harness = new(new DecoderLimits { MaxFragments = 5 });
        PacketBuilder[] fragments = Fragments(v6, size: 16);

        harness.Decode(fragments);

        Assert.Empty(harness.Sink.Segments);
        Assert.Equal(1, harness.Statistics[PacketTrait.DatagramDropped]);
        Assert.Equal((5, fragments.Length - 5), (harness.Statistics[StopReason.FragmentKept], harness.Statistics[StopReason.FragmentDropped]));
    }

    [Fact]
    public void What_is_unfinished_at_the_end_is_counted_once()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments(identification: 1)[0], Fragments(identification: 2)[1]);

        harness.Finish();
        harness.Finish();

        Assert.Equal(2, harness.Statistics[PacketTrait.DatagramUnfinished]);
        Assert.Empty(harness.Decode(Fragments(identification: 1)[1..]).Sink.Segments);
    }

    [Fact]
    public void A_datagram_that_was_dropped_is_not_counted_again()
    {
        DecoderHarness harness = new(new DecoderLimits { MaxFragments = 1 });

        harness.Decode(Fragments()[..2]).Finish();

        Assert.Equal((1, 0), (harness.Statistics[PacketTrait.DatagramDropped], harness.Statistics[PacketTrait.DatagramUnfinished]));
    }

    [Fact]
    public void A_fragment_whose_length_cannot_be_known_is_left_out()
    {
        PacketBuilder fragment = Packet.Ip(6, SampleFrames.Client.Address, SampleFrames.Server.Address, new byte[16])
            .InIpv4(totalLength: 100, fragment: 0x2000);

        new DecoderHarness().Decode(fragment.InEthernet()).AssertStopped(StopReason.FragmentUnusable);
    }
}
