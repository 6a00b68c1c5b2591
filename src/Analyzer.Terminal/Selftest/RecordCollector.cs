using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Selftest;

/// <summary>All that an analysis says about a capture.</summary>
sealed class RecordCollector : IRecordSink
{
    readonly List<Record> _records = [];

    public void OnRecord(Record record) => _records.Add(record);

    /// <summary>Analyses a capture in memory: once for what was said, once for the streams alone.</summary>
    public static IReadOnlyList<Record> Analyse(ReadOnlyMemory<byte> capture)
    {
        byte[] bytes = capture.ToArray();
        return [.. Read(bytes, new AnalysisOptions()).Where(record => record is not StreamRecord), .. Read(bytes, new AnalysisOptions { Dissect = false, HashStreams = true })];
    }

    static List<Record> Read(byte[] capture, AnalysisOptions options)
    {
        using var store = new CaptureStore(SpoolUse.None);
        if (!CaptureFile.TryOpen(new MemoryStream(capture, writable: false), "generated", 0, out IPacketSource? source, out CaptureOpenFailure? failure)) throw new InvalidOperationException(failure.Text);
        using (source)
        {
            var sink = new RecordCollector();
            var analysis = new Analysis(options, sink, store);
            analysis.Read(source, CancellationToken.None);
            analysis.Complete();
            return sink._records;
        }
    }
}
