using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

/// <summary>A packet that was read, with a copy of its bytes.</summary>
sealed record ReadPacket(long Number, Timestamp Time, LinkType LinkType, byte[] Data, int OriginalLength, Extent Extent, int InterfaceId)
{
    /// <summary>Opens the bytes as a stream, reads all packets, and says how it ended.</summary>
    public static (List<ReadPacket> Packets, CaptureDescription Description) AllOf(byte[] capture) => AllOf(new MemoryStream(capture));

    public static (List<ReadPacket> Packets, CaptureDescription Description) AllOf(Stream stream)
    {
        Assert.True(CaptureFile.TryOpen(stream, "test", 0, out IPacketSource? source, out CaptureOpenFailure? failure), failure?.Text);
        using (source) return (AllOf(source), source.Description);
    }

    public static List<ReadPacket> AllOf(IPacketSource source)
    {
        List<ReadPacket> packets = [];
        while (source.TryRead(out CapturedPacket packet))
            packets.Add(new(packet.Number, packet.Time, packet.LinkType, packet.Data.ToArray(), packet.OriginalLength, packet.Extent, packet.InterfaceId));
        Assert.False(source.TryRead(out _));
        return packets;
    }

    /// <summary>That of bytes that cannot be opened.</summary>
    public static string FailureOf(byte[] capture)
    {
        Assert.False(CaptureFile.TryOpen(new MemoryStream(capture), "test", 0, out _, out CaptureOpenFailure? failure));
        return failure.Text;
    }
}
