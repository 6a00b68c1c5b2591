using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Selftest;

/// <summary>All that an analysis says about a capture.</summary>
sealed class RecordCollector : IRecordSink
{
    readonly List<Record> _records = [];

    /// <summary>In the order in which they were told.</summary>
    public IReadOnlyList<Record> Records => _records;

    public void OnRecord(Record record) => _records.Add(record);

    /// <summary>Analyses a capture in memory.</summary>
    public static IReadOnlyList<Record> Analyse(ReadOnlyMemory<byte> capture)
    {
        using var store = new CaptureStore(SpoolUse.None);
        var stream = new MemoryStream(capture.ToArray(), writable: false);
        if (!CaptureFile.TryOpen(stream, "generated", 0, out IPacketSource? source, out CaptureOpenFailure? failure)) throw new InvalidOperationException(failure.Text);
        using (source)
        {
            var sink = new RecordCollector();
            var analysis = new Analysis(new AnalysisOptions { HashStreams = true }, sink, store);
            analysis.Read(source, CancellationToken.None);
            analysis.Complete();
            return sink.Records;
        }
    }
}
