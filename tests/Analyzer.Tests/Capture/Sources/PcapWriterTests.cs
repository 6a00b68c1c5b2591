using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class PcapWriterTests
{
    static List<ReadPacket> Write(LinkType linkType, Action<PcapWriter> write)
    {
        MemoryStream stream = new();
        using (PcapWriter writer = new(stream, linkType)) write(writer);
        return ReadPacket.AllOf(stream.ToArray()).Packets;
    }

    [Fact]
    public void What_is_written_is_read()
    {
        byte[] data = CaptureBytes.Payload(60, 1);
        Timestamp time = new(1_700_000_000_123_456_789);

        List<ReadPacket> packets = Write(LinkType.LinuxSll2, writer =>
        {
            writer.Write(time, data);
            writer.Write(time, data, 1500);
            writer.Write(time, []);
        });

        Assert.Equal([60, 60, 0], packets.Select(packet => packet.Data.Length));
        Assert.Equal([60, 1500, 0], packets.Select(packet => packet.OriginalLength));
        Assert.All(packets, packet => Assert.Equal(time, packet.Time));
        Assert.All(packets, packet => Assert.Equal(LinkType.LinuxSll2, packet.LinkType));
        Assert.Equal(data, packets[0].Data);
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(-5_000_000_000, 0)]
    [InlineData(4_294_967_296_000_000_000, 0)]
    [InlineData(4_294_967_295_999_999_999, 4_294_967_295_999_999_999)]
    public void A_time_that_the_format_cannot_hold_is_1970(long time, long expected) =>
        Assert.Equal(new Timestamp(expected), Assert.Single(Write(LinkType.Ethernet, writer => writer.Write(new Timestamp(time), [1]))).Time);
}
