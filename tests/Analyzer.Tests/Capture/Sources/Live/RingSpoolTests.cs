using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Tests.Capture.Sources.Live;

public sealed class RingSpoolTests
{
    [Fact]
    public void What_was_kept_can_be_read()
    {
        using var spool = new RingSpool();
        Assert.True(spool.TryAppend("first "u8, out _));
        Assert.True(spool.TryAppend("second"u8, out long offset));

        byte[] target = new byte[6];
        Assert.True(spool.TryRead(offset, target));
        Assert.Equal("second"u8, target);
        Assert.False(spool.TryRead(offset + 1, target));
    }

    [Fact]
    public void The_oldest_leaves_and_the_latest_stays()
    {
        const int Piece = 8 * 1024 * 1024;
        using var spool = new RingSpool();
        byte[] piece = new byte[Piece];
        long last = 0;
        for (int i = 0; i < 50; i++)
        {
            piece[0] = (byte)i;
            Assert.True(spool.TryAppend(piece, out last));
        }

        byte[] target = new byte[1];
        Assert.False(spool.TryRead(0, target));
        Assert.True(spool.TryRead(last, target));
        Assert.Equal(49, target[0]);
        Assert.Equal(50L * Piece, spool.Length);
        Assert.Null(spool.Failure);
    }

    [Fact]
    public void Nothing_is_made_before_there_is_something_to_keep()
    {
        using var spool = new RingSpool();

        Assert.Equal(0, spool.Length);
        Assert.False(spool.TryRead(0, new byte[1]));
    }
}
