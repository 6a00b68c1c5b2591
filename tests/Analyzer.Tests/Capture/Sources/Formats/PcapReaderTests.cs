using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class PcapReaderTests
{
    [Theory]
    [InlineData(Endian.Little, 0xA1B2C3D4u, 1_700_000_001_000_123_000)]
    [InlineData(Endian.Big, 0xA1B2C3D4u, 1_700_000_001_000_123_000)]
    [InlineData(Endian.Little, 0xA1B23C4Du, 1_700_000_001_000_000_123)]
    [InlineData(Endian.Big, 0xA1B23C4Du, 1_700_000_001_000_000_123)]
    public void Both_byte_orders_and_both_units_of_time_are_read(Endian endian, uint magic, long time)
    {
        byte[] data = CaptureBytes.Payload(60, 1);
        byte[] capture = new CaptureBytes(endian).PcapHeader(magic).PcapRecord(1_700_000_001, 123, data, original: 1500).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        ReadPacket packet = Assert.Single(packets);
        Assert.Equal(new Timestamp(time), packet.Time);
        Assert.Equal(data, packet.Data);
        Assert.Equal(1500, packet.OriginalLength);
        Assert.Equal(1, packet.Number);
        Assert.Equal(new Extent(0, 40, 60), packet.Extent);
        Assert.Equal(LinkType.Ethernet, packet.LinkType);
        Assert.Equal("pcap", description.Format);
        Assert.Null(description.Damage);
        Assert.False(description.IsDamaged);
    }

    [Theory]
    [InlineData(0xA1B2CD34u, 8)]
    [InlineData(0xA1B2CD34u, 12)]
    [InlineData(0xA1B2C3D4u, 8)]
    [InlineData(0xA1B2C3D4u, 4)]
    public void Longer_record_headers_are_noticed(uint magic, int extra)
    {
        CaptureBytes bytes = new CaptureBytes(Endian.Big).PcapHeader(magic);
        for (int i = 0; i < 5; i++) bytes.PcapRecord(1_700_000_000 + (uint)i, 5, CaptureBytes.Payload(70 + i, i), extra: extra);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.ToArray());

        Assert.Equal(5, packets.Count);
        Assert.Equal(CaptureBytes.Payload(74, 4), packets[4].Data);
        Assert.Null(description.Damage);
    }

    [Fact]
    public void A_single_record_of_the_modified_kind_has_the_usual_24_bytes_of_header()
    {
        byte[] data = CaptureBytes.Payload(98, 1);
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader(0xA1B2CD34).PcapRecord(1, 2, data, extra: 8).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        Assert.Equal(data, Assert.Single(packets).Data);
        Assert.Null(description.Damage);
    }

    [Fact]
    public void A_damaged_second_record_makes_no_variant_of_a_plain_capture()
    {
        CaptureBytes bytes = new CaptureBytes(Endian.Little).PcapHeader().PcapRecord(1, 2, CaptureBytes.Payload(60, 1));
        byte[] capture = bytes.U32(3, 4, 0xFFFF_FFFF, 60).U8(CaptureBytes.Payload(60, 2)).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        Assert.Equal(CaptureBytes.Payload(60, 1), Assert.Single(packets).Data);
        Assert.Equal(100, description.Damage?.Offset);
        Assert.Equal(1, description.Damage?.Packet);
        Assert.False(description.IsTruncated);
    }

    [Fact]
    public void The_upper_bits_of_the_link_type_are_not_part_of_it()
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader(link: 0x5400_0071).PcapRecord(1, 2, [1, 2, 3]).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        Assert.Equal(LinkType.LinuxSll, Assert.Single(packets).LinkType);
        Assert.Equal([LinkType.LinuxSll], description.LinkTypes);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_senseless_snap_length_does_not_matter(uint snapLength)
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader(snapLength: snapLength).PcapRecord(1, 2, new byte[500]).ToArray();

        Assert.Equal(500, Assert.Single(ReadPacket.AllOf(capture).Packets).Data.Length);
    }

    [Fact]
    public void What_was_captured_counts_even_if_the_original_is_said_to_be_shorter()
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader().PcapRecord(1, 2, new byte[80], original: 20).PcapRecord(1, 2, new byte[4]).ToArray();

        List<ReadPacket> packets = ReadPacket.AllOf(capture).Packets;

        Assert.Equal(2, packets.Count);
        Assert.Equal(80, packets[0].Data.Length);
        Assert.Equal(80, packets[0].OriginalLength);
    }

    [Theory]
    [InlineData(2, 1, 100u, 60u)]
    [InlineData(2, 3, 100u, 60u)]
    [InlineData(2, 3, 60u, 100u)]
    [InlineData(543, 0, 100u, 60u)]
    public void Before_version_2_4_the_original_length_may_come_first(ushort major, ushort minor, uint first, uint second)
    {
        byte[] data = CaptureBytes.Payload(60, 1);
        byte[] capture = new CaptureBytes(Endian.Big).PcapHeader(major: major, minor: minor).U32(1, 2, first, second).U8(data).ToArray();

        ReadPacket packet = Assert.Single(ReadPacket.AllOf(capture).Packets);

        Assert.Equal(data, packet.Data);
        Assert.Equal(100, packet.OriginalLength);
    }

    [Fact]
    public void An_original_length_beyond_any_number_of_ours_is_the_largest()
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader().PcapRecord(1, 2, [1], original: 0xFFFF_FFFF).ToArray();

        Assert.Equal(int.MaxValue, Assert.Single(ReadPacket.AllOf(capture).Packets).OriginalLength);
    }

    [Fact]
    public void The_latest_time_the_format_can_tell_is_told()
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader().PcapRecord(uint.MaxValue, uint.MaxValue, [1]).ToArray();

        Assert.Equal(new Timestamp(4_294_967_295_000_000_000 + 4_294_967_295_000), Assert.Single(ReadPacket.AllOf(capture).Packets).Time);
    }

    [Theory]
    [InlineData(16 * 1024 * 1024, 2)]
    [InlineData(16 * 1024 * 1024 + 1, 0)]
    public void The_longest_packet_has_16_mebibytes(int length, int expected)
    {
        byte[] capture = new CaptureBytes(Endian.Little).PcapHeader().PcapRecord(1, 2, new byte[length]).PcapRecord(1, 2, [1]).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        Assert.Equal(expected, packets.Count);
        Assert.Equal(expected == 0, description.IsDamaged);
    }

    [Fact]
    public void A_capture_without_packets_has_none()
    {
        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(new CaptureBytes(Endian.Big).PcapHeader(link: 101).ToArray());

        Assert.Empty(packets);
        Assert.Null(description.Damage);
        Assert.Equal([LinkType.Raw], description.LinkTypes);
        Assert.False(description.FirstTime.IsKnown);
        Assert.Null(description.Dropped);
    }

    [Fact]
    public void The_description_counts_packets_and_bytes_and_spans_the_times()
    {
        CaptureBytes bytes = new CaptureBytes(Endian.Little).PcapHeader();
        byte[] capture = bytes.PcapRecord(50, 0, new byte[10]).PcapRecord(20, 0, new byte[20]).PcapRecord(70, 1, new byte[30]).ToArray();

        CaptureDescription description = ReadPacket.AllOf(capture).Description;

        Assert.Equal(3, description.Packets);
        Assert.Equal(60, description.Bytes);
        Assert.Equal(new Timestamp(20_000_000_000), description.FirstTime);
        Assert.Equal(new Timestamp(70_000_001_000), description.LastTime);
    }
}
