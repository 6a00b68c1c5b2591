using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Selftest;

/// <summary>All that an analysis says about a capture.</summary>
sealed class RecordCollector : IRecordSink
{
    readonly List<Record> _records = [];

    public void OnRecord(Record record) => _records.Add(record);

    /// <summary>
    /// Analyses a capture: once for what was said, once for the streams alone. It goes through a file, as users' captures do: what came by a pipe
    /// cannot be read again, and some hashes are computed only when it is clear what they are of.
    /// </summary>
    public static IReadOnlyList<Record> Analyse(ReadOnlyMemory<byte> capture)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, capture.Span);
            return [.. Read(file, new AnalysisOptions()).Where(record => record is not StreamRecord), .. Read(file, new AnalysisOptions { Dissect = false, HashStreams = true })];
        }
        finally
        {
            File.Delete(file);
        }
    }

    static List<Record> Read(string file, AnalysisOptions options)
    {
        using var store = new CaptureStore(SpoolUse.None);
        if (!CaptureFile.TryOpen(file, 0, store, out IPacketSource? source, out CaptureOpenFailure? failure)) throw new InvalidOperationException(failure.Text);
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
