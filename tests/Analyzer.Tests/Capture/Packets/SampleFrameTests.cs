using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class SampleFrameTests
{
    public static TheoryData<string> Names => [.. SampleFrames.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_innermost_segment_is_delivered(string name)
    {
        PacketBuilder frame = SampleFrames.All[name];

        DecoderHarness harness = new DecoderHarness().Decode(frame.AtSecond(7));

        Segment segment = harness.Sink.Only;
        Assert.Equal(SampleFrames.Payload, segment.Payload);
        Assert.Equal(segment.Payload, harness.BytesAt(segment.Extent));
        Assert.Equal(segment.From.Address.IsV6 ? SampleFrames.Client6 : SampleFrames.Client, segment.From);
        Assert.Equal(segment.From.Address.IsV6 ? SampleFrames.Server6 : SampleFrames.Server, segment.To);
        Assert.Equal((1000u, 2000u, TcpFlags.Ack | TcpFlags.Psh), (segment.Sequence, segment.Acknowledgment, segment.Flags));
        Assert.Equal((ChecksumState.Right, 0), (segment.Checksum, segment.CutBytes));
        Assert.Equal((1, frame.AtSecond(7).Time), (segment.PacketNumber, segment.Time));
        harness.AssertStopped(StopReason.TcpSegment);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_a_frame_cut_by_the_snap_length_what_is_there_is_used(string name)
    {
        PacketBuilder frame = SampleFrames.All[name];
        int payloadEnd = frame.Bytes.AsSpan().LastIndexOf(SampleFrames.Payload) + SampleFrames.Payload.Length;

        for (int length = 0; length < payloadEnd; length++)
        {
            DecoderHarness harness = new DecoderHarness().Decode(frame.Snapped(length));

            foreach (Segment segment in harness.Sink.Segments)
            {
                Assert.Equal(SampleFrames.Payload.Length, segment.Payload.Length + segment.CutBytes);
                Assert.True(SampleFrames.Payload.AsSpan().StartsWith(segment.Payload));
                Assert.Equal(ChecksumState.Unknown, segment.Checksum);
            }
            if (length >= payloadEnd - SampleFrames.Payload.Length) Assert.Single(harness.Sink.Segments);
            Assert.Equal(1, Enum.GetValues<StopReason>().Sum(reason => harness.Statistics[reason]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_that_ends_too_early_by_itself_is_no_matter(string name)
    {
        PacketBuilder frame = SampleFrames.All[name];

        for (int length = 0; length < frame.Bytes.Length; length++)
        {
            DecoderHarness harness = new DecoderHarness().Decode(frame with { Bytes = frame.Bytes[..length] });

            Assert.All(harness.Sink.Segments, segment => Assert.Equal(0, segment.CutBytes));
            Assert.Equal(1, Enum.GetValues<StopReason>().Sum(reason => harness.Statistics[reason]));
        }
    }
}
