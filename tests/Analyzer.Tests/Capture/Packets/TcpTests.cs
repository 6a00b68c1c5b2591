using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class TcpTests
{
    static Segment Decode(PacketBuilder segment) => new DecoderHarness().Decode(segment.InIp().InEthernet()).Sink.Only;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(1460)]
    [InlineData(65_495)]
    public void The_right_checksum_is_right_and_any_other_byte_makes_it_wrong(int length)
    {
        byte[] payload = new byte[length];
        new Random(length).NextBytes(payload);

        foreach (PacketBuilder segment in (PacketBuilder[])[SampleFrames.Tcp4(payload), SampleFrames.Tcp6(payload)])
        {
            Assert.Equal(ChecksumState.Right, Decode(segment).Checksum);
            Assert.Equal(ChecksumState.Wrong, Decode(segment.With(5, (byte)(segment.Bytes[5] ^ 1))).Checksum);
            Assert.Equal(ChecksumState.Wrong, Decode(segment.With(segment.Bytes.Length - 1, (byte)(segment.Bytes[^1] ^ 0x80))).Checksum);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_checksum_left_to_the_card_is_known(bool withLength)
    {
        Assert.Equal(ChecksumState.Offloaded, Decode(SampleFrames.Tcp4(SampleFrames.Payload).WithOffloadedChecksum(withLength)).Checksum);
        Assert.Equal(ChecksumState.Offloaded, Decode(SampleFrames.Tcp6(SampleFrames.Payload).WithOffloadedChecksum(withLength)).Checksum);
    }

    [Fact]
    public void A_checksum_that_was_left_out_is_wrong() =>
        Assert.Equal(ChecksumState.Wrong, Decode(SampleFrames.Tcp4(SampleFrames.Payload).WithTcpChecksum(0)).Checksum);

    [Theory]
    [InlineData(0x00, TcpFlags.None)]
    [InlineData(0x02, TcpFlags.Syn)]
    [InlineData(0x12, TcpFlags.Syn | TcpFlags.Ack)]
    [InlineData(0x3F, TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Urg)]
    [InlineData(0xC2, TcpFlags.Syn)]
    public void The_six_classic_flags_are_kept(byte flags, TcpFlags expected) =>
        Assert.Equal(expected, Decode(SampleFrames.Tcp4("x"u8).With(13, flags)).Flags);

    [Fact]
    public void Urgent_data_is_data()
    {
        PacketBuilder segment = SampleFrames.Tcp4("ab"u8).With(13, 0x38).With(18, 0, 1);

        Assert.Equal([.. "ab"u8], Decode(segment).Payload);
    }

    [Fact]
    public void A_segment_without_payload_has_a_place_too()
    {
        Segment segment = Decode(SampleFrames.Tcp4([]));

        Assert.Empty(segment.Payload);
        Assert.Equal((24 + 16 + 14 + 20 + 20, 0), ((int)segment.Extent.Offset, segment.Extent.Length));
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    [InlineData(20, true)]
    [InlineData(31, true)]
    [InlineData(32, true)]
    public void A_header_that_was_cut_after_its_flags_still_counts_its_payload(int captured, bool isDelivered)
    {
        PacketBuilder frame = SampleFrames.Tcp4(SampleFrames.Payload, new byte[12]).InIpv4().InEthernet().Snapped(14 + 20 + captured);

        DecoderHarness harness = new DecoderHarness().Decode(frame);

        Assert.Equal(isDelivered, harness.Sink.Segments.Count == 1);
        Assert.All(harness.Sink.Segments, segment => Assert.Equal((0, SampleFrames.Payload.Length), (segment.Payload.Length, segment.CutBytes)));
        Assert.Equal(isDelivered ? 0 : 1, harness.Statistics[StopReason.HeaderCut]);
    }
}
