using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// Streams that no protocol recognises and no session has announced, kept for a while: their announcement may be captured later, or be
/// missing. Bounded in number and in what they hold; the oldest leave first, those between hosts that have spoken FTP last.
/// </summary>
sealed class UnclaimedStreams(AnalysisContext analysis)
{
    readonly Queue<DataStream> _strangers = new(), _kin = new();
    readonly Dictionary<ushort, HashSet<DataStream>> _byPort = [];
    readonly Dictionary<HostPair, List<DataStream>> _byHosts = [];
    int _count, _runs, _given;

    /// <summary>How many streams are kept.</summary>
    public int Count => _count;

    /// <summary>Keeps another one.</summary>
    public void Add(DataStream stream)
    {
        (stream.IsKin ? _kin : _strangers).Enqueue(stream);
        Index(stream, stream.Connection.Server.Port);
        if (!stream.Connection.HasStart) Index(stream, stream.Connection.Client.Port);
        if (stream.IsKin) IndexHosts(stream);
        _count++;
        Relieve();
    }

    void IndexHosts(DataStream stream)
    {
        var hosts = HostPair.Of(stream.Connection);
        if (!_byHosts.TryGetValue(hosts, out List<DataStream>? streams)) _byHosts.Add(hosts, streams = []);
        streams.Add(stream);
    }

    void UnindexHosts(DataStream stream)
    {
        var hosts = HostPair.Of(stream.Connection);
        if (!_byHosts.TryGetValue(hosts, out List<DataStream>? streams)) return;
        streams.Remove(stream);
        if (streams.Count == 0) _byHosts.Remove(hosts);
    }

    void Index(DataStream stream, ushort port)
    {
        if (!_byPort.TryGetValue(port, out HashSet<DataStream>? streams)) _byPort.Add(port, streams = []);
        streams.Add(stream);
    }

    /// <summary>A stream that is kept needs more memory (or less) by so many runs of extents.</summary>
    public void Charge(int runs)
    {
        _runs += runs;
        Relieve();
    }

    /// <summary>A stream is claimed or given up; <paramref name="runs"/> is what it was charged for.</summary>
    public void Remove(DataStream stream, int runs)
    {
        bool isHere = _byPort.TryGetValue(stream.Connection.Server.Port, out HashSet<DataStream>? streams) && streams.Remove(stream);
        if (!isHere) return;
        if (_byPort.TryGetValue(stream.Connection.Client.Port, out streams)) streams.Remove(stream);
        if (stream.IsKin) UnindexHosts(stream);
        _count--;
        _runs -= runs;
        if (_strangers.Count + _kin.Count > 2 * _count + 1024) Compact();
    }

    void Compact()
    {
        foreach (Queue<DataStream> queue in (Queue<DataStream>[])[_strangers, _kin])
        {
            for (int i = queue.Count; i > 0; i--)
            {
                DataStream stream = queue.Dequeue();
                if (!stream.IsDropped && !stream.IsBound) queue.Enqueue(stream);
            }
        }
    }

    void Relieve()
    {
        while (_count > FtpLimits.MaxUnclaimed || _runs > FtpLimits.MaxUnclaimedRuns)
        {
            if (!_strangers.TryDequeue(out DataStream? oldest) && !_kin.TryDequeue(out oldest)) return;
            if (oldest.IsDropped || oldest.IsBound) continue;
            if (oldest.IsKin) _given++;
            oldest.Drop();
        }
    }

    /// <summary>The streams with an end on this port that may be the listener's; the oldest first, as many as are looked through.</summary>
    public IEnumerable<DataStream> OnPort(ushort port) =>
        _byPort.TryGetValue(port, out HashSet<DataStream>? streams) ? streams.Take(FtpLimits.MaxCandidates).OrderBy(stream => stream.Connection.Id) : [];

    /// <summary>All that are kept between hosts that have spoken FTP, the oldest first.</summary>
    public IEnumerable<DataStream> Kin() => _kin.Where(stream => !stream.IsDropped && !stream.IsBound);

    /// <summary>Those between two hosts that have spoken FTP, the oldest first, as many as are looked through.</summary>
    public IEnumerable<DataStream> Between(HostPair hosts) =>
        _byHosts.TryGetValue(hosts, out List<DataStream>? streams) ? streams.Take(FtpLimits.MaxCandidates) : [];

    /// <summary>The run has ended: says what was given up because there was too much.</summary>
    public void Tell()
    {
        if (_given > 0) analysis.Finding(Severity.Warning, "unclaimed-limit", $"{_given} streams between FTP hosts were given up before a session claimed them, because too many were kept");
    }
}
