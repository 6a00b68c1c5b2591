using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Ftp.History;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Ftp;

/// <summary>
/// What the FTP sessions of a run share: their data connections, which are connections of their own; what was transferred; and the
/// trees of the servers.
/// </summary>
public sealed class FtpRun
{
    readonly AnalysisContext _analysis;
    readonly Dictionary<int, bool> _canRead = [];
    ContentReader? _reader;

    internal FtpRun(AnalysisContext analysis)
    {
        _analysis = analysis;
        Connections = new DataConnections(analysis);
        Unclaimed = new UnclaimedStreams(analysis);
        Late = new LateMatches(analysis);
        History = new TransferHistory(analysis);
    }

    /// <summary>The files and directories of the servers, as far as the run has come.</summary>
    public RemoteTrees Trees { get; } = new();

    internal DataConnections Connections { get; }

    internal UnclaimedStreams Unclaimed { get; }

    internal LateMatches Late { get; }

    internal TransferHistory History { get; }

    /// <summary>Reads a content again. Only one may be open at a time.</summary>
    internal ContentStream Open(Content content) => new(_reader ??= new ContentReader(_analysis.Store), content);

    /// <summary>Whether bytes of the capture that holds <paramref name="sample"/> can be read again later. Asked once for each capture.</summary>
    internal bool CanRead(Extent sample)
    {
        if (_canRead.TryGetValue(sample.Capture, out bool can)) return can;
        can = sample.Length > 0 && _analysis.Store.TryRead(sample.Slice(0, 1), stackalloc byte[1]);
        _canRead.Add(sample.Capture, can);
        return can;
    }

    /// <summary>The hash that is being worked out, of a content that is over; null: it is not.</summary>
    internal string? Outcome(HashWork? work)
    {
        if (work is not null) _analysis.Line.Await(work);
        return work?.Sha256;
    }

    /// <summary>No more connections will come: binds by the weaker rules what is left, and tells it. Called once, after the last connection has closed.</summary>
    public void Complete()
    {
        Late.Complete();
        Late.TellOrphans();
        Unclaimed.Tell();
        if (Trees.LeftOut > 0) _analysis.Finding(Severity.Warning, "tree-limit", $"{Trees.LeftOut} files or directories on servers were left out of the trees, because there are too many");
    }
}
