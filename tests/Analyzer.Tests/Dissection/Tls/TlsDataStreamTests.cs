using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class TlsDataStreamTests : IPlainReader, IRecordSink
{
    long _bytes;

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet) => _bytes += plain.Length;

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet) => _bytes += missing;

    void IRecordSink.OnRecord(Record record)
    {
    }

    TlsDataStream Begin() => new(new Connection { Id = 1 }, new AnalysisContext(new AnalysisOptions(), this, new MemoryCapture([])), this);

    [Fact]
    public void A_file_in_clear_passes_without_an_allocation()
    {
        TlsDataStream stream = Begin();
        byte[] segment = new byte[1448];
        stream.OnData(Direction.FromServer, segment, new Extent(0, 0, segment.Length), default, 1);

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 1000; i++) stream.OnData(Direction.FromServer, segment, new Extent(0, i * 1500, segment.Length), default, i);
        }));
        Assert.InRange(_bytes, 1001 * 1448, long.MaxValue);
    }

    [Fact]
    public void What_begins_like_a_handshake_goes_on_as_it_is_when_the_other_side_says_something_else()
    {
        TlsDataStream stream = Begin();
        stream.OnData(Direction.FromServer, [0x16, 3, 1, 7], new Extent(0, 0, 4), default, 1);
        Assert.Equal(0, _bytes);

        stream.OnData(Direction.FromClient, [1], new Extent(0, 100, 1), default, 2);

        Assert.Equal(5, _bytes);
        Assert.False(stream.IsTls);
    }
}
