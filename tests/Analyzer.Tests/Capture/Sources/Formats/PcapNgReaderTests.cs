using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class PcapNgReaderTests
{
    const ulong Microseconds = 1_700_000_000_123_456;

    static readonly byte[] Data = CaptureBytes.Payload(61, 1);

    [Theory]
    [InlineData(Endian.Little)]
    [InlineData(Endian.Big)]
    public void An_enhanced_packet_has_its_interface_time_lengths_and_place(Endian endian)
    {
        PcapNgBytes bytes = new PcapNgBytes(endian).Section().Interface(101).Interface(113);
        int start = bytes.Length + 28;

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.Enhanced(1, Microseconds, Data, 1500).ToArray());

        ReadPacket packet = Assert.Single(packets);
        Assert.Equal(Data, packet.Data);
        Assert.Equal(1500, packet.OriginalLength);
        Assert.Equal(1, packet.InterfaceId);
        Assert.Equal(LinkType.LinuxSll, packet.LinkType);
        Assert.Equal(new Timestamp(1_700_000_000_123_456_000), packet.Time);
        Assert.Equal(new Extent(0, start, 61), packet.Extent);
        Assert.Equal("pcapng", description.Format);
        Assert.Equal([LinkType.Raw, LinkType.LinuxSll], description.LinkTypes);
        Assert.False(description.IsDamaged);
    }

    [Theory]
    [InlineData(0, 1_700_000_000UL, 1_700_000_000_000_000_000)]
    [InlineData(3, 1_700_000_000_123UL, 1_700_000_000_123_000_000)]
    [InlineData(9, 1_700_000_000_123_456_789UL, 1_700_000_000_123_456_789)]
    [InlineData(12, 1_700_000_123_456_789_999UL, 1_700_000_123_456_789)]
    [InlineData(19, 18_446_744_073_709_551_615UL, 1_844_674_407)]
    [InlineData(20, 18_446_744_073_709_551_615UL, 184_467_440)]
    [InlineData(127, 18_446_744_073_709_551_615UL, 1)]
    [InlineData(0x80, 1_700_000_000UL, 1_700_000_000_000_000_000)]
    [InlineData(0x80 + 1, 3UL, 1_500_000_000)]
    [InlineData(0x80 + 32, 0x6553_F100_8000_0000UL, 1_700_000_000_500_000_000)]
    [InlineData(0x80 + 63, 0x4000_0000_0000_0000UL, 500_000_000)]
    [InlineData(0x80 + 127, ulong.MaxValue, 0)]
    public void Times_count_in_the_interface_s_own_unit(byte resolution, ulong units, long expected)
    {
        PcapNgBytes bytes = new(Endian.Little);
        byte[] capture = bytes.Section().Interface(options: bytes.Option(9, resolution)).Enhanced(0, units, Data).ToArray();

        Assert.Equal(new Timestamp(expected), Assert.Single(ReadPacket.AllOf(capture).Packets).Time);
    }

    [Theory]
    [InlineData(1_000_000_000L, 1_700_000_000_000_000_000)]
    [InlineData(-700_000_000L, 0)]
    [InlineData(-1_000_000_000L, -300_000_000_000_000_000)]
    public void Times_count_from_the_interface_s_own_offset(long offset, long expected)
    {
        PcapNgBytes bytes = new(Endian.Big);
        byte[] capture = bytes.Section().Interface(options: bytes.Option(14, (ulong)offset)).Enhanced(0, 700_000_000_000_000, Data).ToArray();

        Assert.Equal(new Timestamp(expected), Assert.Single(ReadPacket.AllOf(capture).Packets).Time);
    }

    [Theory]
    [InlineData(0, ulong.MaxValue, 0L)]
    [InlineData(6, ulong.MaxValue, 0L)]
    [InlineData(9, ulong.MaxValue, long.MaxValue)]
    [InlineData(9, 0UL, long.MinValue)]
    public void A_time_that_nanoseconds_cannot_tell_is_unknown(byte resolution, ulong units, long offset)
    {
        PcapNgBytes bytes = new(Endian.Little);
        byte[] options = [.. bytes.Option(9, resolution), .. bytes.Option(14, (ulong)offset)];
        byte[] capture = bytes.Section().Interface(options: options).Enhanced(0, units, Data).ToArray();

        Assert.False(Assert.Single(ReadPacket.AllOf(capture).Packets).Time.IsKnown);
    }

    [Theory]
    [InlineData(0u, 61u, 61, 61)]
    [InlineData(40u, 61u, 40, 61)]
    [InlineData(0u, 500u, 64, 500)]
    [InlineData(96u, 61u, 61, 61)]
    public void A_simple_packet_has_no_time_and_is_cut_by_the_first_interface_s_snap_length(
        uint snapLength, uint original, int expected, int wire)
    {
        byte[] capture = new PcapNgBytes(Endian.Big).Section().Interface(101, snapLength).Interface(1).Simple(original, Data).ToArray();

        ReadPacket packet = Assert.Single(ReadPacket.AllOf(capture).Packets);

        Assert.False(packet.Time.IsKnown);
        Assert.Equal(expected, packet.Data.Length);
        Assert.Equal(Data[..Math.Min(61, expected)], packet.Data[..Math.Min(61, expected)]);
        Assert.Equal(wire, packet.OriginalLength);
        Assert.Equal(LinkType.Raw, packet.LinkType);
    }

    [Theory]
    [InlineData(Endian.Little)]
    [InlineData(Endian.Big)]
    public void The_obsolete_packet_block_is_read(Endian endian)
    {
        byte[] capture = new PcapNgBytes(endian).Section().Interface(1).Interface(12).Obsolete(1, 0xFFFF, Microseconds, Data).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        ReadPacket packet = Assert.Single(packets);
        Assert.Equal(Data, packet.Data);
        Assert.Equal(LinkType.RawBsd, packet.LinkType);
        Assert.Equal(new Timestamp(1_700_000_000_123_456_000), packet.Time);
        Assert.Null(description.Dropped);
    }

    [Fact]
    public void A_new_section_may_change_the_byte_order_and_begins_its_interfaces_anew()
    {
        byte[] little = new PcapNgBytes(Endian.Little).Section().Interface(1).Interface(1).Enhanced(1, 1, Data).ToArray();
        byte[] big = new PcapNgBytes(Endian.Big).Section(length: 4).Interface(101).Enhanced(0, 2, Data).Enhanced(1, 3, Data).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. little, .. big, .. little]);

        Assert.Equal([LinkType.Ethernet, LinkType.Raw, LinkType.Ethernet], packets.Select(packet => packet.LinkType));
        Assert.Equal([1L, 2, 3], packets.Select(packet => packet.Number));
        CaptureRemark remark = Assert.Single(description.Remarks);
        Assert.Equal(CaptureRemarkKind.UnknownInterface, remark.Kind);
        Assert.Equal(1, remark.Count);
        Assert.Equal(2, remark.Packet);
        Assert.Null(description.Damage);
    }

    [Fact]
    public void Custom_and_unknown_blocks_are_skipped()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface();
        foreach (uint type in (uint[])[7, 8, 9, 0xBAD, 0x40000BAD, 0x80000001, 0xFFFFFFFF]) bytes.Block(type, Data);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.Enhanced(0, 1, Data).ToArray());

        Assert.Single(packets);
        Assert.False(description.IsDamaged);
        Assert.Empty(description.Remarks);
    }

    [Fact]
    public void A_section_of_an_unknown_version_ends_the_packets()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface().Enhanced(0, 1, Data);
        int start = bytes.Length;

        (List<ReadPacket> packets, CaptureDescription description) =
            ReadPacket.AllOf(bytes.Section(major: 2).Interface().Enhanced(0, 1, Data).ToArray());

        Assert.Single(packets);
        Assert.Equal(new CaptureDamage(start, 1, "A section is of version 2, which is not known."), description.Damage);
    }

    [Fact]
    public void A_packet_longer_than_its_block_is_skipped_and_counted()
    {
        byte[] bad = new CaptureBytes(Endian.Little).U32(0, 0, 1, 65536, 65536).U8(Data).ToArray();
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface().Enhanced(0, 1, Data);
        int start = bytes.Length;

        (List<ReadPacket> packets, CaptureDescription description) =
            ReadPacket.AllOf(bytes.Block(6, bad).Block(6, bad).Enhanced(0, 2, Data).ToArray());

        Assert.Equal(2, packets.Count);
        CaptureRemark remark = Assert.Single(description.Remarks);
        Assert.Equal((CaptureRemarkKind.DamagedRecord, start, 1, 2), (remark.Kind, remark.Offset, remark.Packet, remark.Count));
        Assert.True(description.IsDamaged);
        Assert.Null(description.Damage);
    }

    [Theory]
    [InlineData(6u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(1u)]
    [InlineData(5u)]
    [InlineData(10u)]
    [InlineData(0x0A0D0D0Au)]
    public void A_block_that_is_too_short_for_its_type_is_counted_as_damaged(uint type)
    {
        byte[] body = type == 0x0A0D0D0A ? new CaptureBytes(Endian.Little).U32(0x1A2B3C4D).ToArray() : [];
        byte[] capture = new PcapNgBytes(Endian.Little).Section().Interface().Block(type, body).ToArray();

        CaptureDescription description = ReadPacket.AllOf(capture).Description;

        Assert.Equal(CaptureRemarkKind.DamagedRecord, Assert.Single(description.Remarks).Kind);
    }

    [Fact]
    public void A_wrong_second_length_is_forgiven_when_a_block_follows()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface().Enhanced(0, 1, Data);
        byte[] first = bytes.ToArray();
        first[^1] ^= 0x40;
        byte[] next = new PcapNgBytes(Endian.Little).Enhanced(0, 2, Data).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. first, .. next]);

        Assert.Equal(2, packets.Count);
        Assert.Null(description.Damage);
        Assert.True(description.IsDamaged);
    }

    [Fact]
    public void A_wrong_first_length_ends_the_packets()
    {
        byte[] capture = new PcapNgBytes(Endian.Little).Section().Interface()
            .Enhanced(0, 1, Data).Enhanced(0, 2, Data).Enhanced(0, 3, Data).ToArray();
        int second = capture.Length - 2 * 96;
        capture[second + 4] += 4;

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(capture);

        Assert.Single(packets);
        Assert.Equal(second, description.Damage?.Offset);
        Assert.Equal(1, description.Damage?.Packet);
        Assert.False(description.IsTruncated);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(8u)]
    [InlineData(11u)]
    [InlineData(16u * 1024 * 1024 + 4)]
    [InlineData(0xFFFF_FFFCu)]
    public void A_block_length_that_none_can_have_ends_the_packets(uint length)
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Big).Section().Interface().Enhanced(0, 1, Data);
        byte[] header = new CaptureBytes(Endian.Big).U32(6, length, 0, 0, 0).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. bytes.ToArray(), .. header]);

        Assert.Single(packets);
        Assert.Equal(bytes.Length, description.Damage?.Offset);
    }

    [Fact]
    public void A_section_without_a_byte_order_ends_the_packets()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Big).Section().Interface().Enhanced(0, 1, Data);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.Block(0x0A0D0D0A, new byte[16]).ToArray());

        Assert.Single(packets);
        Assert.NotNull(description.Damage);
    }

    [Fact]
    public void A_block_length_that_is_not_padded_is_read_as_if_it_were()
    {
        byte[] body = new CaptureBytes(Endian.Little).U32(0, 0, 5, 61, 61).U8(Data).ToArray();
        uint length = 12 + (uint)body.Length;
        CaptureBytes odd = new CaptureBytes(Endian.Little).U32(6, length).U8(body).Pad().U32(length);
        byte[] start = new PcapNgBytes(Endian.Little).Section().Interface().ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. start, .. odd.ToArray(), .. odd.ToArray()]);

        Assert.Equal(2, packets.Count);
        Assert.False(description.IsDamaged);
    }

    [Fact]
    public void A_long_block_is_read_across_many_read_blocks()
    {
        byte[] data = CaptureBytes.Payload(5_000_000, 1);
        byte[] capture = new PcapNgBytes(Endian.Little).Section().Interface()
            .Enhanced(0, 1, Data).Enhanced(0, 2, data).Enhanced(0, 3, Data).ToArray();

        List<ReadPacket> packets = ReadPacket.AllOf(capture).Packets;

        Assert.Equal([61, 5_000_000, 61], packets.Select(packet => packet.Data.Length));
        Assert.Equal(data, packets[1].Data);
        Assert.Equal(Data, packets[2].Data);
    }
}
