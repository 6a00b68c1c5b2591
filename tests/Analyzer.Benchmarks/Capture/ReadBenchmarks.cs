using Analyzer.Benchmarks.Traffic;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Capture;

/// <summary>A small capture from its file to packets, and to TCP segments.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    readonly string _file = System.IO.Path.GetTempFileName();

    [GlobalSetup]
    public void Make() => CaptureMaker.Make("mail-ftp", 10_000_000, 1, _file);

    [GlobalCleanup]
    public void Remove() => File.Delete(_file);

    [Benchmark(Baseline = true)]
    public long Packets()
    {
        using var store = new CaptureStore(SpoolUse.None);
        CaptureFile.TryOpen(_file, 0, store, out IPacketSource? source, out _);
        using (source)
        {
            while (source!.TryRead(out _)) { }
            return source.Description.Packets;
        }
    }

    [Benchmark]
    public long Segments()
    {
        using var store = new CaptureStore(SpoolUse.None);
        CaptureFile.TryOpen(_file, 0, store, out IPacketSource? source, out _);
        var sink = new CountingSink();
        var decoder = new PacketDecoder(sink, new DecoderLimits());
        using (source)
        {
            while (source!.TryRead(out CapturedPacket packet)) decoder.Decode(packet);
        }
        return sink.Count;
    }

    sealed class CountingSink : ISegmentSink
    {
        public long Count { get; private set; }

        public void OnSegment(in TcpSegment segment) => Count++;

        public void OnDatagram(in UdpDatagram datagram)
        {
        }
    }
}
