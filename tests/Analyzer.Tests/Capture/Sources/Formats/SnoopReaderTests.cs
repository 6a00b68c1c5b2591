using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class SnoopReaderTests
{
    static readonly byte[] Data = CaptureBytes.Payload(61, 1);

    public static byte[] Header(uint version = 2, uint dataLink = 4) =>
        new CaptureBytes(Endian.Big).U8([.. "snoop\0\0\0"u8]).U32(version, dataLink).ToArray();

    public static byte[] Record(byte[] data, uint? original = null, uint drops = 0)
    {
        uint length = 24 + (uint)(data.Length + 3) / 4 * 4;
        return new CaptureBytes(Endian.Big)
            .U32(original ?? (uint)data.Length, (uint)data.Length, length, drops, 1_700_000_000, 123_456).U8(data).Pad().ToArray();
    }

    [Fact]
    public void A_record_has_its_time_lengths_and_place()
    {
        (List<ReadPacket> packets, CaptureDescription description) =
            ReadPacket.AllOf([.. Header(), .. Record(Data, 1500, drops: 3), .. Record(Data, drops: 8), .. Record(Data, drops: 8)]);

        Assert.Equal(3, packets.Count);
        Assert.Equal(Data, packets[1].Data);
        Assert.Equal(1500, packets[0].OriginalLength);
        Assert.Equal(61, packets[1].OriginalLength);
        Assert.Equal(new Timestamp(1_700_000_000_123_456_000), packets[0].Time);
        Assert.Equal(new Extent(0, 16 + 24, 61), packets[0].Extent);
        Assert.Equal(8, description.Dropped);
        Assert.Equal("snoop", description.Format);
        Assert.Equal([LinkType.Ethernet], description.LinkTypes);
    }

    [Theory]
    [InlineData(0, LinkType.Ethernet)]
    [InlineData(8, (LinkType)10)]
    [InlineData(9, LinkType.Unknown)]
    public void Data_link_types_have_their_number_in_the_registry(uint dataLink, LinkType expected) =>
        Assert.Equal(expected, Assert.Single(ReadPacket.AllOf([.. Header(dataLink: dataLink), .. Record(Data)]).Packets).LinkType);

    [Fact]
    public void Another_version_is_not_read()
    {
        string reason = ReadPacket.FailureOf([.. Header(version: 4), .. Record(Data)]);

        Assert.Equal("It starts with 73 6E 6F 6F 70 00 00 00: a snoop capture of another version than 2; convert it to pcap or pcapng first.", reason);
    }

    [Theory]
    [InlineData(60u, 23u)]
    [InlineData(60u, 83u)]
    [InlineData(0xFFFF_FFF0u, 100u)]
    [InlineData(60u, 0xFFFF_FFFFu)]
    public void A_record_whose_lengths_contradict_each_other_ends_the_packets(uint captured, uint length)
    {
        byte[] bad = new CaptureBytes(Endian.Big).U32(60, captured, length, 0, 0, 0).U8(new byte[100]).ToArray();

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. Header(), .. Record(Data), .. bad]);

        Assert.Single(packets);
        Assert.Equal(16 + 88, description.Damage?.Offset);
    }
}
