using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Tests.Capture.Sources.Bytes;

public sealed class SpoolFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_back_from_file_and_memory_alike()
    {
        using SpoolFile spool = new(_folder.FullName, 0);
        byte[] all = CaptureBytes.Payload(3 * SpoolFile.PieceLength + 1000, 1);
        for (int at = 0; at < all.Length;)
        {
            int length = Math.Min(1 + at % 5000, all.Length - at);
            Assert.True(spool.TryAppend(all.AsSpan(at, length), out long offset));
            Assert.Equal(at, offset);
            at += length;
        }

        byte[] target = new byte[all.Length];
        Assert.True(spool.TryRead(0, target));
        Assert.Equal(all, target);
        for (int at = 0; at + 1460 < all.Length; at += 1460)
        {
            Assert.True(spool.TryRead(at, target.AsSpan(0, 1460)));
            Assert.True(all.AsSpan(at, 1460).SequenceEqual(target.AsSpan(0, 1460)));
        }
        Assert.False(spool.TryRead(all.Length - 5, target.AsSpan(0, 6)));
        Assert.Equal(all.Length, spool.Length);
    }

    [Fact]
    public void Nothing_is_made_before_there_is_something_to_keep()
    {
        using SpoolFile spool = new(_folder["none"], 0);

        Assert.False(spool.TryRead(0, new byte[1]));
        Assert.Null(spool.Failure);
    }

    [Fact]
    public void On_Unix_it_has_no_name_from_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes it when it is closed.");
        using SpoolFile spool = new(_folder.FullName, 0);

        Assert.True(spool.TryAppend([1, 2, 3], out _));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void After_it_is_closed_nothing_is_left()
    {
        SpoolFile spool = new(_folder.FullName, 0);
        Assert.True(spool.TryAppend(new byte[SpoolFile.PieceLength * 2], out _));
        spool.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullName));
        Assert.False(spool.TryRead(0, new byte[1]));
        Assert.False(spool.TryAppend([1], out _));
    }

    [Fact]
    public void Where_none_can_be_made_the_reason_is_told()
    {
        using SpoolFile spool = new(Path.Combine(_folder.Write("file", []), "none"), 0);

        Assert.False(spool.TryAppend([1], out _));
        Assert.False(spool.TryAppend([1], out _));
        Assert.NotNull(spool.Failure);
        Assert.Equal(0, spool.Length);
    }

    [Fact]
    public void A_full_disk_ends_the_keeping_and_what_was_written_can_be_read()
    {
        long free = new DriveInfo(_folder.FullName).AvailableFreeSpace;
        using SpoolFile spool = new(_folder.FullName, free - SpoolFile.PieceLength * 8);
        byte[] packet = new byte[50_000];
        int kept = 0;
        while (kept < 10_000 && spool.TryAppend(packet, out _)) kept++;

        Assert.InRange(kept, 1, 9_999);
        Assert.StartsWith("The temporary file took no more than ", spool.Failure, StringComparison.Ordinal);
        Assert.False(spool.TryAppend([1], out _));
        Assert.True(spool.TryRead(0, packet));
        Assert.False(spool.TryRead(spool.Length, new byte[1]));
    }
}
