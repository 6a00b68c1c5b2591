using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;

namespace Analyzer.Dissection.Dialogues;

/// <summary>
/// One connection in the hands of one dissector: turns the pushes of the stream layer into two cursors, keeps what the dissector
/// leaves, and tells the session when the connection ends.
/// </summary>
public sealed class Dialogue : IStreamConsumer, IPlainReader
{
    readonly CursorBuffer _client, _server;
    readonly SessionContext _context;
    readonly IDissector _dissector;
    readonly TlsLayer _tls;
    bool _isBroken;

    /// <summary>Begins a session of <paramref name="protocol"/> on <paramref name="connection"/>.</summary>
    public Dialogue(Protocol protocol, Connection connection, AnalysisContext analysis)
        : this(protocol, connection, analysis, new CursorBuffer(), new CursorBuffer())
    {
    }

    /// <summary>Takes over bytes that came while the protocol was not known yet.</summary>
    internal Dialogue(Protocol protocol, Connection connection, AnalysisContext analysis, CursorBuffer client, CursorBuffer server)
    {
        _client = client;
        _server = server;
        var session = new Session(analysis.NextSessionId(), protocol.Name, connection);
        _context = new SessionContext(analysis, session, client, server);
        analysis.Open.Add(_context);
        _context.Tls = _tls = new TlsLayer(_context, this);
        if (protocol.TlsPorts.Contains(connection.Server.Port)) _tls.BeginAtStart();
        _dissector = protocol.Create(_context);
    }

    /// <summary>The session's facts so far.</summary>
    public Session Session => _context.Session;

    /// <inheritdoc/>
    public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        if (_tls.Takes(from)) _tls.Push(from, data, extent, time, packet);
        else Deliver(from, data, extent, time, packet);
        _tls.Settle();
    }

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet) => Deliver(from, plain, extent, time, packet);

    void Deliver(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        CursorBuffer buffer = from == Direction.FromClient ? _client : _server;
        bool borrows = buffer.IsEmpty;
        if (!borrows) buffer.Append(data);
        buffer.AddPiece(extent, time, packet, 0);
        StreamCursor told = borrows ? new StreamCursor(buffer, data) : new StreamCursor(buffer);
        if (from == Direction.FromClient)
        {
            var other = new StreamCursor(_server);
            Advance(ref told, ref other);
        }
        else
        {
            var other = new StreamCursor(_client);
            Advance(ref other, ref told);
        }
        told.Save();
        DropExcess(buffer, from);
    }

    /// <inheritdoc/>
    public void OnGap(Direction from, long missing, Timestamp time)
    {
        string who = from == Direction.FromClient ? "client" : "server";
        ref readonly StreamCounts counts = ref Session.Connection.Counts(from);
        long offset = counts.Bytes + counts.Missing - missing;
        _context.Finding(Severity.Warning, "gap", $"{missing} bytes from the {who} are not in the capture", offset: offset);
        if (_tls.Takes(from)) _tls.Gap(from, missing);
        else DeliverGap(from, missing, time);
        _tls.Settle();
    }

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet) => DeliverGap(from, missing, time);

    void DeliverGap(Direction from, long missing, Timestamp time)
    {
        CursorBuffer buffer = from == Direction.FromClient ? _client : _server;
        buffer.AddPiece(default, time, buffer.LastPacket, missing);
        Advance();
    }

    /// <inheritdoc/>
    public void OnClosed(CloseReason reason, Timestamp time)
    {
        _tls.End(time);
        _client.HasEnded = _server.HasEnded = true;
        AdvanceKept();
        _tls.End(time);
        try
        {
            if (!_isBroken) _dissector.Close(reason, time);
        }
        catch (Exception fault) when (!IsFatal(fault))
        {
            Break(fault);
        }
        _context.End(reason);
        _tls.Release();
        _client.Release();
        _server.Release();
    }

    /// <summary>Offers the dissector what waits already: used when a dialogue takes over from detection.</summary>
    internal void AdvanceKept()
    {
        Advance();
        _tls.Settle();
    }

    void Advance()
    {
        var client = new StreamCursor(_client);
        var server = new StreamCursor(_server);
        Advance(ref client, ref server);
    }

    void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        if (_isBroken)
        {
            Discard(ref client);
            Discard(ref server);
            return;
        }
        try
        {
            _dissector.Advance(ref client, ref server);
        }
        catch (Exception fault) when (!IsFatal(fault))
        {
            Break(fault);
        }
        _tls.TakeOver(ref client, Direction.FromClient);
        _tls.TakeOver(ref server, Direction.FromServer);
        _client.Trim();
        _server.Trim();
    }

    static bool IsFatal(Exception fault) =>
#if DEBUG
        true; // A dissector that throws is a bug: tests must see it.
#else
        fault is OutOfMemoryException;
#endif

    // The one safety net under all dissectors: a fault in one ends its session, never the run, and is told.
    void Break(Exception fault)
    {
        _isBroken = true;
        _context.Finding(Severity.Error, "dissector-fault", $"a fault of this program ended the dissection of this session: {fault.GetType().Name}");
    }

    static void Discard(ref StreamCursor cursor)
    {
        do cursor.Skip(cursor.Unread.Length);
        while (cursor.IsAtGap && cursor.TakeGap() > 0);
    }

    // A dissector that still takes nothing when too much waits would make us grow without bound.
    void DropExcess(CursorBuffer buffer, Direction from)
    {
        if (buffer.Waiting <= 2 * TextLimits.MaxWaiting) return;
        _context.Finding(Severity.Error, "waiting-limit", $"{buffer.Waiting} bytes {(from == Direction.FromClient ? "from the client" : "from the server")} were never understood and are left out", offset: buffer.Offset);
        var cursor = new StreamCursor(buffer);
        Discard(ref cursor);
    }
}
