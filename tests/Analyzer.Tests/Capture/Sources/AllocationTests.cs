using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class AllocationTests
{
    const int Packets = 20_000;

    static byte[] Make(string format)
    {
        byte[] data = CaptureBytes.Payload(500, 1);
        if (format == "pcap")
        {
            CaptureBytes pcap = new CaptureBytes(Endian.Big).PcapHeader();
            for (int i = 0; i < Packets; i++) pcap.PcapRecord(1_700_000_000, 1, data);
            return pcap.ToArray();
        }
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface();
        byte[] options = bytes.Option(4, 1UL);
        for (int i = 0; i < Packets; i++) bytes.Enhanced(0, 1, data, options: options);
        return bytes.ToArray();
    }

    [Theory]
    [InlineData("pcap")]
    [InlineData("pcapng")]
    public void Reading_packets_allocates_nothing(string format)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a", Make(format));

        // On a busy machine the pool may need another thread for a block, which is an allocation, but not one of each round.
        long least = Enumerable.Range(0, 5).Min(_ => AllocatedBy(path));

        Assert.Equal(0, least);
    }

    static long AllocatedBy(string path)
    {
        using CaptureStore store = new(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(path, 0, store, out IPacketSource? source, out _));
        using IPacketSource opened = source;
        // The two blocks are made once.
        for (int i = 0; i < 2000; i++) Assert.True(source.TryRead(out _));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        while (read < Packets - 3000 && source.TryRead(out _)) read++;
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(Packets - 3000, read);
        return after - before;
    }
}
