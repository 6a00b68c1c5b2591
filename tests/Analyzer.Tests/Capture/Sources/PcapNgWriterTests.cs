using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class PcapNgWriterTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        byte[] data = CaptureBytes.Payload(61, 1);
        Timestamp time = new(1_700_000_000_123_456_789);
        MemoryStream stream = new();
        using (PcapNgWriter writer = new(stream))
        {
            int raw = writer.AddInterface(LinkType.Raw), ethernet = writer.AddInterface(LinkType.Ethernet);
            writer.WriteSecrets(0x544C534B, "secret"u8);
            writer.WritePacket(raw, time, data);
            writer.WritePacket(ethernet, time, data, 1500);
            writer.WritePacket(raw, Timestamp.Unknown, []);
        }

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(stream.ToArray());

        Assert.Equal([LinkType.Raw, LinkType.Ethernet, LinkType.Raw], packets.Select(packet => packet.LinkType));
        Assert.Equal([61, 1500, 0], packets.Select(packet => packet.OriginalLength));
        Assert.Equal([time, time], packets.Take(2).Select(packet => packet.Time));
        Assert.Equal(data, packets[0].Data);
        Assert.Equal("secret"u8.ToArray(), Assert.Single(description.Secrets).Data);
        Assert.Null(description.Damage);
    }
}
