using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Names;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection;

/// <summary>
/// One run: walks captures once, in order, and tells a sink what it finds. Everything happens on the caller's thread, unless
/// <see cref="AnalysisOptions.Threads"/> allows others to follow with contents and the telling.
/// </summary>
public sealed class Analysis : ISegmentSink
{
    readonly AnalysisContext _context;
    readonly ConnectionTable _connections;
    readonly PacketDecoder _decoder;

    /// <summary>Begins a run.</summary>
    public Analysis(AnalysisOptions options, IRecordSink sink, IByteStore store)
    {
        _context = new AnalysisContext(options, sink, store);
        var acceptor = new SessionAcceptor(_context);
        _connections = new ConnectionTable(acceptor, store, options.StreamLimits, options.Overlap, acceptor.IsKnownPort);
        _decoder = new PacketDecoder(this, new DecoderLimits());
    }

    /// <summary>A capture was cut or damaged: not all that it once held was read.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>
    /// Reads packets until the source has no more (true) or <paramref name="cancelled"/> is signalled (false). May be called for
    /// several sources one after the other: connections go on from one to the next.
    /// </summary>
    public bool Read(IPacketSource source, CancellationToken cancelled)
    {
        bool wasCancelled = false;
        _context.Tls.Keys.Watch(source.Description, isLive: false);
        while (!wasCancelled && source.TryRead(out CapturedPacket packet))
        {
            if (_context.Tls.HasNews) _context.Tls.WakeUp();
            _decoder.Decode(packet);
            wasCancelled = cancelled.IsCancellationRequested;
        }
        Tell(source.Description);
        return !wasCancelled;
    }

    /// <summary>A key log with the secrets that some connections have used, if <see cref="AnalysisOptions.NoteSecrets"/> was asked for.</summary>
    public string KeyLogOf(IReadOnlySet<long> streams) => _context.Tls.Keys.UsedBy(streams);

    /// <summary>
    /// Reads packets that are there at present, for a source that grows; false: there were fewer than <paramref name="atMost"/>. When
    /// it has ended, <see cref="Tell"/> is to be called, once.
    /// </summary>
    public bool Walk(IPacketSource source, int atMost)
    {
        _context.Tls.Keys.Watch(source.Description, isLive: true);
        bool isMore = true;
        for (; atMost > 0 && isMore; atMost--)
        {
            isMore = source.TryRead(out CapturedPacket packet);
            if (isMore) _decoder.Decode(packet);
        }
        if (_context.Tls.HasWaiting) _context.Tls.WakeUp();
        return isMore;
    }

    /// <summary>
    /// Which TLS records some bytes were read out of, by an extent of a content; null: of none, or it is no longer known. Any thread may ask.
    /// </summary>
    public TlsOrigin? OriginOf(Extent bytes) => _context.Tls.Origins.Of(bytes);

    /// <summary>
    /// The capture's clock has come to <paramref name="now"/> without a packet: ends what has waited long enough. Needed only where
    /// nobody wants to wait for the next packet; captures that are read to their end have no such moments.
    /// </summary>
    public void Tick(Timestamp now) => _connections.Tick(now);

    /// <summary>
    /// What is known so far of the sessions that are not over, of each that had packets since the last call. They are told to the sink
    /// when they end; their parts are told as they are found. On the caller's thread, between two reads; the records are for any thread.
    /// </summary>
    public IEnumerable<SessionRecord> OpenSessions() => _context.Open.Changed();

    /// <summary>The hosts of the sessions that have ended so far, by address. As above.</summary>
    public IEnumerable<HostRecord> Hosts() => _context.Hosts.Records();

    /// <summary>The files and directories of FTP servers, as far as the run has come. As above.</summary>
    public IEnumerable<TreeRecord> Trees() => _context.Ftp.Trees.Records();

    /// <summary>Tells what is known of a capture that has been read.</summary>
    public void Tell(CaptureDescription capture)
    {
        foreach ((IpAddress address, string name) in capture.Names) _context.Names.Add(address, name);
        _context.Sink.OnRecord(new CaptureRecord
        {
            File = capture.File,
            Format = capture.Format,
            LinkTypes = [.. capture.LinkTypes.Select(LinkTypeNames.Of)],
            Packets = capture.Packets,
            Bytes = capture.Bytes,
            FirstTime = capture.FirstTime,
            LastTime = capture.LastTime,
            Dropped = capture.Dropped,
            Truncated = capture.IsTruncated,
        });
        HasDamage |= capture.IsDamaged;
        foreach (CaptureRemark remark in capture.Remarks)
        {
            _context.Finding(Severity.Warning, "capture-remark", $"{capture.File}: {remark.Text} ({remark.Count})", remark.Packet, remark.Offset);
        }
        if (capture.Damage is not { } damage) return;
        string code = capture.IsTruncated ? "capture-truncated" : "capture-damaged";
        _context.Finding(Severity.Error, code, $"{capture.File}: {damage.Text}", damage.Packet, damage.Offset);
    }

    /// <summary>No more packets: ends what is open and tells the trees, the hosts and what was left out. Called once, last.</summary>
    public void Complete()
    {
        _decoder.Finish();
        _connections.Complete();
        _context.Ftp.Complete();
        _context.Tls.Complete(_context);
        foreach (TreeRecord node in _context.Ftp.Trees.Records()) _context.Sink.OnRecord(node);
        foreach (HostRecord host in _context.Hosts.Records()) _context.Sink.OnRecord(host);
        RunFindings.Tell(_context, _connections.Statistics, _decoder.Statistics);
        _context.Line.Complete();
    }

    void ISegmentSink.OnSegment(in TcpSegment segment) => _connections.Add(segment);

    void ISegmentSink.OnDatagram(in UdpDatagram datagram)
    {
        if (datagram.SourcePort == 53) DnsAnswers.Read(datagram.Payload, _context.Names);
    }
}
