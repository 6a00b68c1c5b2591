using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class ErfReaderTests
{
    const uint Seconds = 1_700_000_000;

    static readonly byte[] Data = CaptureBytes.Payload(60, 1);

    public static byte[] Record(byte type, uint seconds, uint fraction, byte[] body, int wireLength, ushort loss = 0, byte flags = 4)
    {
        byte[] time = new CaptureBytes(Endian.Little).U32(fraction, seconds).ToArray();
        return new CaptureBytes(Endian.Big).U8(time).U8(type, flags).U16((ushort)(16 + body.Length), loss, (ushort)wireLength).U8(body).ToArray();
    }

    static byte[] Ethernet(byte[] data) => Record(2, Seconds, 0, [0, 0, .. data], data.Length);

    [Theory]
    [InlineData(2, 2, LinkType.Ethernet)]
    [InlineData(11, 2, LinkType.Ethernet)]
    [InlineData(16, 2, LinkType.Ethernet)]
    [InlineData(1, 0, LinkType.PppHdlc)]
    [InlineData(5, 4, LinkType.PppHdlc)]
    [InlineData(22, 0, LinkType.Ipv4)]
    [InlineData(23, 0, LinkType.Ipv6)]
    [InlineData(24, 0, LinkType.Unknown)]
    public void Each_type_has_its_link_layer_behind_its_own_header(byte type, int subheader, LinkType expected)
    {
        byte[] record = Record(type, Seconds, 0x8000_0000, [.. new byte[subheader], .. Data], wireLength: 1000, flags: 0x0E);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. record, .. record]);

        Assert.Equal(2, packets.Count);
        Assert.Equal(Data, packets[1].Data);
        Assert.Equal(1000, packets[1].OriginalLength);
        Assert.Equal(expected, packets[1].LinkType);
        Assert.Equal(2, packets[1].InterfaceId);
        Assert.Equal(new Timestamp(Seconds * 1_000_000_000L + 500_000_000), packets[1].Time);
        Assert.Equal(new Extent(0, record.Length + 16 + subheader, 60), packets[1].Extent);
        Assert.Equal([expected], description.LinkTypes);
        Assert.Equal("erf", description.Format);
    }

    [Fact]
    public void Extension_headers_are_passed()
    {
        byte[] extensions = [0x80 | 5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] record = Record(0x80 | 2, Seconds, 0, [.. extensions, 0, 0, .. Data], wireLength: 60);

        Assert.Equal(Data, ReadPacket.AllOf([.. record, .. record]).Packets[0].Data);
    }

    [Fact]
    public void Extension_headers_without_end_are_damage()
    {
        byte[] record = Record(0x80 | 2, Seconds, 0, [0x80, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0], wireLength: 60);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. Ethernet(Data), .. record, .. Ethernet(Data)]);

        Assert.Equal(2, packets.Count);
        Assert.Equal(CaptureRemarkKind.DamagedRecord, Assert.Single(description.Remarks).Kind);
    }

    [Fact]
    public void Padding_behind_a_packet_is_not_part_of_it()
    {
        byte[] record = Record(2, Seconds, 0, [0, 0, .. Data, 1, 2, 3, 4, 5, 6], wireLength: 60);

        Assert.Equal(Data, ReadPacket.AllOf([.. record, .. record]).Packets[0].Data);
    }

    [Fact]
    public void Records_that_are_no_packets_are_passed()
    {
        byte[] padding = Record(48, Seconds, 0, new byte[24], wireLength: 0);
        byte[] about = Record(27, Seconds, 0, new byte[24], wireLength: 24);

        Assert.Equal(2, ReadPacket.AllOf([.. Ethernet(Data), .. padding, .. about, .. Ethernet(Data)]).Packets.Count);
    }

    [Fact]
    public void Lost_packets_are_counted_but_colours_are_not()
    {
        byte[] plain = Record(2, Seconds, 0, [0, 0, .. Data], 60, loss: 7);
        byte[] coloured = Record(11, Seconds, 0, [0, 0, .. Data], 60, loss: 9);

        Assert.Equal(14, ReadPacket.AllOf([.. plain, .. coloured, .. plain]).Description.Dropped);
    }

    [Fact]
    public void A_record_shorter_than_its_header_ends_the_packets()
    {
        byte[] bad = new byte[16];

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. Many(25), .. bad]);

        Assert.Equal(25, packets.Count);
        Assert.Equal(25 * 78, description.Damage?.Offset);
    }

    static byte[] Many(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => Ethernet(Data))];

    [Fact]
    public void One_record_is_a_capture_only_if_it_is_the_whole_file()
    {
        Assert.Single(ReadPacket.AllOf(Ethernet(Data)).Packets);
        ReadPacket.FailureOf([.. Ethernet(Data), 1]);
        ReadPacket.FailureOf(Ethernet(Data)[..^1]);
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(99, Seconds, 0)]
    [InlineData(2, Seconds, 8 * 24 * 3600)]
    public void Records_that_do_not_fit_together_are_no_capture(byte type, uint seconds, uint step)
    {
        byte[] first = Record(type, seconds, 0, [0, 0, .. Data], 60);
        byte[] second = Record(type, seconds + step, 0, [0, 0, .. Data], 60);

        ReadPacket.FailureOf([.. first, .. second]);
    }

    [Fact]
    public void A_first_record_that_fills_all_that_is_looked_at_is_enough_with_the_header_of_the_next()
    {
        byte[] large = Record(2, Seconds, 0, [0, 0, .. CaptureBytes.Payload(60_000, 1)], 60_000);

        Assert.Equal(3, ReadPacket.AllOf([.. large, .. large, .. large]).Packets.Count);
    }
}
