using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Finds out whether a connection that carries a file is TLS, and then hands on what can be read of it. What begins as a handshake may also
/// be a file, which goes one way: so it waits until the other side has answered likewise, or is known to have said something that was not
/// captured, or more has come than a hello holds.
/// </summary>
sealed class TlsDataStream(Connection connection, AnalysisContext analysis, IPlainReader reader) : ITlsReader
{
    /// <summary>Bytes of one direction that wait for the other's answer: more than any ClientHello has.</summary>
    const int MaxWaiting = 32 * 1024;

    // How a direction begins.
    enum Beginning
    {
        Unknown,
        Handshake,
        Lost,
    }

    readonly record struct Piece(Direction From, byte[] Bytes, Extent Extent, Timestamp Time, long Packet, long Gap);

    readonly HashSet<string> _told = [];
    List<Piece>? _waiting = [];
    int _waitingBytes;
    Beginning _client, _server;
    int _clientHead, _serverHead;
    TlsConnection? _tls;

    /// <summary>It is TLS.</summary>
    public bool IsTls => _tls is not null;

    /// <summary>It is TLS, and what a direction sends in it cannot be read.</summary>
    public bool IsOpaque(Direction from) => _tls is not null && _tls.IsOpaque(from);

    /// <summary>Bytes of TLS records in a direction.</summary>
    public long Bytes(Direction from) => _tls?.Bytes(from) ?? 0;

    ref Beginning BeginningOf(Direction from) => ref from == Direction.FromClient ? ref _client : ref _server;

    /// <summary>The next bytes as they are on the wire.</summary>
    public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        if (_tls is not null)
        {
            _tls.Push(from, data, extent, time, packet);
            return;
        }
        if (_waiting is null)
        {
            reader.OnPlain(from, data, extent, time, packet);
            return;
        }
        ref Beginning beginning = ref BeginningOf(from);
        bool mayBe = beginning != Beginning.Lost && MayBeHandshake(ref from == Direction.FromClient ? ref _clientHead : ref _serverHead, data);
        if (!mayBe)
        {
            Resign();
            reader.OnPlain(from, data, extent, time, packet);
            return;
        }
        beginning = Beginning.Handshake;
        _waiting.Add(new Piece(from, data.ToArray(), extent, time, packet, 0));
        _waitingBytes += data.Length;
        Decide();
    }

    // A handshake or alert record of version 3.x (RFC 8446 section 5.1), of which the first packet may have but a byte.
    static bool MayBeHandshake(ref int head, ReadOnlySpan<byte> bytes)
    {
        for (; head < 3 && !bytes.IsEmpty; head++, bytes = bytes[1..])
        {
            bool fits = head switch { 0 => bytes[0] is ContentType.Handshake or ContentType.Alert, 1 => bytes[0] == 3, _ => bytes[0] <= 4 };
            if (!fits) return false;
        }
        return true;
    }

    void Decide()
    {
        bool isTls = (_client, _server) is (Beginning.Handshake, not Beginning.Unknown) or (not Beginning.Unknown, Beginning.Handshake);
        if (isTls) Begin();
        else if (_waitingBytes > MaxWaiting || (_client, _server) is (Beginning.Lost, Beginning.Lost)) Resign();
    }

    void Begin()
    {
        _tls = new TlsConnection(analysis.Tls, this, connection.Id);
        foreach (Piece piece in _waiting!)
        {
            if (piece.Gap > 0) _tls.Gap(piece.From, piece.Gap);
            else _tls.Push(piece.From, piece.Bytes, piece.Extent, piece.Time, piece.Packet);
        }
        _waiting = null;
    }

    // It is no TLS: what waited goes on as it is.
    void Resign()
    {
        if (_waiting is not { } waiting) return;
        _waiting = null;
        foreach (Piece piece in waiting)
        {
            if (piece.Gap > 0) reader.OnPlainGap(piece.From, piece.Gap, piece.Time, 0);
            else reader.OnPlain(piece.From, piece.Bytes, piece.Extent, piece.Time, piece.Packet);
        }
    }

    /// <summary>Bytes are not in the capture.</summary>
    public void OnGap(Direction from, long missing, Timestamp time)
    {
        if (_tls is not null)
        {
            _tls.Gap(from, missing);
            return;
        }
        ref Beginning beginning = ref BeginningOf(from);
        if (_waiting is null || beginning == Beginning.Handshake)
        {
            Resign();
            reader.OnPlainGap(from, missing, time, 0);
            return;
        }
        beginning = Beginning.Lost;
        _waiting.Add(new Piece(from, [], default, time, 0, missing));
        Decide();
    }

    /// <summary>No more will come.</summary>
    public void End(Timestamp time)
    {
        Resign();
        _tls?.End(time);
        _tls?.Release();
    }

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet)
    {
        analysis.Tls.Tap(connection, from, plain, time);
        reader.OnPlain(from, plain, extent, time, packet);
    }

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet)
    {
        analysis.Tls.TapGap(connection, from, missing, time);
        reader.OnPlainGap(from, missing, time, packet);
    }

    void ITlsReader.OnDecrypted()
    {
        // The transfer's record says what was read.
    }

    void ITlsReader.Finding(Severity severity, string code, string text, long? packet, long? offset)
    {
        // The control connection has shown the same certificate, and of each kind one tells enough of a connection that carries one file.
        if (code.StartsWith("tls-certificate", StringComparison.Ordinal) || !_told.Add(code)) return;
        analysis.Sink.OnRecord(new FindingRecord { Severity = severity, Code = code, Text = text, Stream = connection.Id, Packet = packet, Offset = offset });
    }
}
