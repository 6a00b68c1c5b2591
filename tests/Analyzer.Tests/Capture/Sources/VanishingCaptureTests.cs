using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

/// <summary>Captures that change while they are read.</summary>
public sealed class VanishingCaptureTests : IDisposable
{
    // More than is read ahead.
    const int Packets = 2_000, Size = 1_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Write()
    {
        string path = _folder["capture"];
        using var writer = new PcapWriter(File.Create(path), LinkType.Ethernet, Size);
        for (int number = 1; number <= Packets; number++) writer.Write(new Timestamp(number), new byte[Size]);
        return path;
    }

    [Fact]
    public void What_is_cut_off_while_it_is_read_is_told_as_cut()
    {
        string path = Write();
        using CaptureStore store = new(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;
        Assert.True(source.TryRead(out _));
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(1_000_500);

        while (source.TryRead(out _)) { }

        Assert.True(source.Description.IsTruncated);
        Assert.InRange(source.Description.Packets, 1, Packets / 2);
    }

    [Fact]
    public void What_is_cut_off_before_it_is_read_again_is_not_to_be_had()
    {
        string path = Write();
        using CaptureStore store = new(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;
        List<ReadPacket> packets = ReadPacket.AllOf(source);
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(0);

        Assert.False(store.TryRead(packets[^1].Extent, new byte[Size]));
    }

    [Fact(SkipUnless = nameof(DeletesOpenFiles), Skip = "an open file cannot be deleted here")]
    public void What_is_deleted_while_it_is_read_is_read_to_its_end()
    {
        string path = Write();
        using CaptureStore store = new(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;
        File.Delete(path);

        Assert.Equal(Packets, ReadPacket.AllOf(source).Count);
        Assert.False(source.Description.IsDamaged);
    }

    public static bool DeletesOpenFiles => !OperatingSystem.IsWindows();
}
