using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Streams;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Capture;

/// <summary>A connection of a thousand full segments, delivered to a reader that counts.</summary>
[MemoryDiagnoser]
public class DeliveryBenchmarks
{
    const int Segments = 1000, Size = 1460;

    readonly byte[] _payload = new byte[Size];
    readonly int[] _inOrder = [.. Enumerable.Range(0, Segments)];
    readonly int[] _inPairs = [.. Enumerable.Range(0, Segments).Select(number => number ^ 1)];
    readonly int[] _backwards = [.. Enumerable.Range(0, Segments).Select(number => number / 32 * 32 + 31 - number % 32).Where(number => number < Segments)];

    [Benchmark(Baseline = true)]
    public long InOrder() => Deliver(_inOrder);

    [Benchmark]
    public long PairsSwapped() => Deliver(_inPairs);

    [Benchmark]
    public long WindowsBackwards() => Deliver(_backwards);

    long Deliver(int[] order)
    {
        var reader = new CountingReader();
        using var store = new CaptureStore(SpoolUse.None);
        var table = new ConnectionTable(reader, store, new StreamLimits(), OverlapPolicy.First, port => port < 1024);
        table.Add(Segment(0, TcpFlags.Syn, [], fromClient: true));
        table.Add(Segment(0, TcpFlags.Syn | TcpFlags.Ack, [], fromClient: false));
        foreach (int number in order) table.Add(Segment(1 + (uint)(number * Size), TcpFlags.Ack, _payload, fromClient: true));
        table.Complete();
        return reader.Bytes;
    }

    static TcpSegment Segment(uint sequence, TcpFlags flags, ReadOnlySpan<byte> payload, bool fromClient)
    {
        IpAddress client = IpAddress.From([192, 0, 2, 1]), server = IpAddress.From([198, 51, 100, 1]);
        return new TcpSegment
        {
            Source = fromClient ? client : server,
            Destination = fromClient ? server : client,
            SourcePort = (ushort)(fromClient ? 40_000 : 25),
            DestinationPort = (ushort)(fromClient ? 25 : 40_000),
            Sequence = sequence,
            Acknowledgment = 1,
            Flags = flags,
            Payload = payload,
            Extent = new Extent(0, sequence, payload.Length),
            Time = new Timestamp(1_700_000_000_000_000_000 + sequence),
            PacketNumber = 1,
        };
    }

    sealed class CountingReader : IStreamAcceptor, IStreamConsumer
    {
        public long Bytes { get; private set; }

        public IStreamConsumer? Accept(Connection connection) => this;

        public void OnClosed(Connection connection)
        {
        }

        public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet) => Bytes += data.Length;

        public void OnGap(Direction from, long missing, Timestamp time)
        {
        }

        public void OnClosed(CloseReason reason, Timestamp time)
        {
        }
    }
}
