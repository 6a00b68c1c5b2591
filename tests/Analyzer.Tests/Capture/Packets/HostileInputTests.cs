using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Capture.Packets;

public sealed class HostileInputTests
{
    static readonly PacketBuilder Anything = SampleFrames.All["Ethernet"];

    public static TheoryData<LinkType> LinkTypes => [.. Enum.GetValues<LinkType>()];

    public static TheoryData<string> Names => [.. SampleFrames.All.Keys];

    [Theory]
    [MemberData(nameof(LinkTypes))]
    public void Any_bytes_of_any_link_type_are_decoded_to_some_end(LinkType linkType) =>
        Prop.ForAll<byte[], PositiveInt>((bytes, cut) => EndsOnce((Anything with { Bytes = bytes, CutBytes = cut.Get - 1 }).As(linkType)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_frame_is_decoded_to_some_end(string name)
    {
        Random random = new(name.Length);
        PacketBuilder frame = SampleFrames.All[name];
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. frame.Bytes];
            for (int hits = random.Next(1, 8); hits > 0; hits--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            Assert.True(EndsOnce((frame with { Bytes = damaged }).Snapped(random.Next(damaged.Length + 1))), Convert.ToHexString(damaged));
        }
    }

    [Fact]
    public void Any_fragments_leave_bytes_that_lie_where_they_say()
    {
        Random random = new(5);
        DecoderHarness harness = new();
        for (int round = 0; round < 5000; round++)
        {
            byte[] payload = new byte[random.Next(1, 12) * 8];
            random.NextBytes(payload);
            // A data offset of five, so that many a datagram is a segment.
            if (payload.Length > 12) payload[12] = 0x50;
            PacketBuilder fragment = Packet.Ip(6, SampleFrames.Client.Address, SampleFrames.Server.Address, payload)
                .InIpv4(identification: random.Next(4), fragment: random.Next(12) | (random.Next(3) > 0 ? 0x2000 : 0));
            harness.Decode(fragment.InEthernet().Snapped(random.Next(40, 140)).AtSecond(round * 0.1));
        }

        Assert.True(harness.Sink.Segments.Count > 50);
        Assert.All(harness.Sink.Segments, segment => Assert.Equal(segment.Payload, harness.BytesAt(segment.Extent)));
    }

    [Fact]
    public void Fragments_within_fragments_to_no_end_come_to_one()
    {
        PacketBuilder packet = Packet.Ip(59, SampleFrames.Client6.Address, SampleFrames.Server6.Address, new byte[8]);
        for (int depth = 0; depth < 100; depth++) packet = packet.InExtension(44, 0, 0, 0, 0, 0, (byte)depth);

        new DecoderHarness().Decode(packet.InIpv6().InEthernet()).AssertStopped(StopReason.TooManyLayers);
    }

    static bool EndsOnce(PacketBuilder packet)
    {
        DecoderHarness harness = new DecoderHarness().Decode(packet);
        long ends = Enum.GetValues<StopReason>().Sum(reason => harness.Statistics[reason]);
        bool isTrue = harness.Sink.Segments.All(segment => segment.Payload.AsSpan().SequenceEqual(harness.BytesAt(segment.Extent)));
        return isTrue && (ends == 1 || packet.LinkType is LinkType.Ieee80211 or LinkType.Ieee80211Radiotap or LinkType.Ppi
            or LinkType.Ieee80211Prism or LinkType.Ieee80211Avs);
    }
}
