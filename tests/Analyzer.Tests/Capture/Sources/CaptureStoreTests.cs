using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class CaptureStoreTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static byte[]? Read(CaptureStore store, Extent extent)
    {
        byte[] target = new byte[extent.Length + 5];
        return store.TryRead(extent, target) ? target[..extent.Length] : null;
    }

    [Fact]
    public void Bytes_of_a_plain_file_stay_where_they_are()
    {
        using CaptureStore store = new(SpoolUse.Keep);
        Assert.True(CaptureFile.TryOpen(_folder.Write("a", SampleCaptures.Of("pcap").Bytes), 3, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;

        foreach (ReadPacket packet in ReadPacket.AllOf(source))
        {
            Assert.Equal(packet.Extent, store.Keep(packet.Extent, packet.Data));
            Assert.Equal(packet.Data, Read(store, packet.Extent));
            Assert.Equal(packet.Data[5..9], Read(store, packet.Extent.Slice(5, 4)));
        }
        Assert.Equal(0, store.SpoolLength);
    }

    [Fact]
    public void The_file_can_be_read_back_after_its_source_is_gone_and_its_name_too()
    {
        using CaptureStore store = new(SpoolUse.None);
        string path = _folder.Write("a", SampleCaptures.Of("pcap").Bytes);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        List<ReadPacket> packets = ReadPacket.AllOf(source);
        source.Dispose();
        File.Delete(path);

        Assert.Equal(packets[2].Data, Read(store, packets[2].Extent));
    }

    [Theory]
    [InlineData("pcap", true)]
    [InlineData("pppdump", false)]
    public void Bytes_that_lie_in_no_file_go_to_the_spool(string format, bool isCompressed)
    {
        using CaptureStore store = new(SpoolUse.Keep);
        byte[] bytes = SampleCaptures.Of(format).Bytes;
        string path = _folder.Write("a", isCompressed ? CaptureBytes.Gzip(bytes) : bytes);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;

        foreach (ReadPacket packet in ReadPacket.AllOf(source))
        {
            Assert.Null(Read(store, packet.Extent));
            Extent kept = store.Keep(packet.Extent, packet.Data);
            Assert.Equal(CaptureStore.SpoolNumber, kept.Capture);
            Assert.Equal(packet.Data, Read(store, kept));
            Assert.Equal(kept, store.Keep(kept, packet.Data));
        }
        Assert.Equal(source.Description.Bytes, store.SpoolLength);
    }

    [Fact]
    public void Bytes_that_no_capture_holds_go_to_the_spool()
    {
        using CaptureStore store = new(SpoolUse.Keep);

        Extent kept = store.Keep(new Extent(CaptureStore.NowhereNumber, 0, 3), [1, 2, 3]);

        Assert.Equal([1, 2, 3], Read(store, kept));
    }

    [Fact]
    public void Without_a_spool_bytes_of_a_pipe_are_gone()
    {
        using CaptureStore store = new(SpoolUse.None);
        Extent extent = new(0, 24, 3);

        Assert.Equal(extent, store.Keep(extent, [1, 2, 3]));
        Assert.Null(Read(store, extent));
        Assert.Null(Read(store, new Extent(CaptureStore.SpoolNumber, 0, 1)));
        Assert.Null(store.SpoolFailure);
    }

    [Fact]
    public void What_lies_behind_the_end_of_a_file_cannot_be_read()
    {
        using CaptureStore store = new(SpoolUse.None);
        string path = _folder.Write("a", new byte[100]);
        store.Attach(0, File.OpenHandle(path));

        Assert.NotNull(Read(store, new Extent(0, 90, 10)));
        Assert.Null(Read(store, new Extent(0, 91, 10)));
        Assert.Null(Read(store, new Extent(0, (1L << 48) - 1, 1000)));
    }

    [Fact]
    public void A_file_that_shrank_gives_no_other_bytes()
    {
        using CaptureStore store = new(SpoolUse.None);
        string path = _folder.Write("a", CaptureBytes.Payload(1_000_000, 1));
        store.Attach(0, File.OpenHandle(path, share: FileShare.ReadWrite));
        Assert.NotNull(Read(store, new Extent(0, 0, 100)));
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(500_000);

        Assert.Null(Read(store, new Extent(0, 900_000, 100)));
        Assert.NotNull(Read(store, new Extent(0, 400_000, 100)));
    }

    [Fact]
    public void Many_threads_may_read_and_keep_at_once()
    {
        using CaptureStore store = new(SpoolUse.Keep);
        byte[] content = CaptureBytes.Payload(2_000_000, 1);
        store.Attach(0, File.OpenHandle(_folder.Write("a", content)));
        int wrong = 0;

        Parallel.For(0, 2000, i =>
        {
            byte[] bytes = CaptureBytes.Payload(1 + i % 1400, i);
            Extent kept = store.Keep(new Extent(1, 0, bytes.Length), bytes);
            Extent extent = new(0, i * 997, 1 + i % 3000);
            if (!bytes.AsSpan().SequenceEqual(Read(store, kept))) Interlocked.Increment(ref wrong);
            if (!content.AsSpan((int)extent.Offset, extent.Length).SequenceEqual(Read(store, extent))) Interlocked.Increment(ref wrong);
        });

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_store_that_is_closed_reads_nothing_and_keeps_nothing()
    {
        CaptureStore store = new(SpoolUse.Keep);
        store.Attach(0, File.OpenHandle(_folder.Write("a", new byte[100])));
        Extent kept = store.Keep(new Extent(1, 0, 3), [1, 2, 3]);
        store.Dispose();
        store.Dispose();

        Assert.Null(Read(store, new Extent(0, 0, 10)));
        Assert.Null(Read(store, kept));
        Assert.Equal(new Extent(1, 0, 3), store.Keep(new Extent(1, 0, 3), [1, 2, 3]));
        Assert.Null(store.SpoolFailure);
    }
}
