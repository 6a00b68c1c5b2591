using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Lies between a connection and its dialogue from where TLS begins, in each direction: at the first byte on a port of TLS, or where the
/// dissector finds a record in the place of a line. The dialogue goes on with what the layer can read.
/// </summary>
sealed class TlsLayer(SessionContext context, IPlainReader dialogue) : ITlsReader
{
    enum Place
    {
        Outside,

        // The dissector has asked for it; what waits for it is not taken over yet.
        Due,
        Inside,
    }

    readonly record struct Piece(Direction From, byte[] Bytes, Extent Extent, Timestamp Time, long Packet, long Gap);

    readonly Queue<Piece> _taken = new();
    TlsConnection? _connection;
    Place _client, _server;
    bool _isImplicit, _hasToldClear;

    ref Place PlaceOf(Direction from) => ref from == Direction.FromClient ? ref _client : ref _server;

    TlsConnection Connection => _connection ??= new TlsConnection(context.Analysis.Tls, this, context.Session.Connection.Id);

    /// <summary>On this port TLS is expected from the first byte on.</summary>
    public void BeginAtStart()
    {
        _client = _server = Place.Inside;
        _isImplicit = true;
    }

    /// <summary>
    /// What is next in a direction is TLS: the dissector leaves it and goes on when there is something to read. False: it is inside of
    /// TLS already, and must mean something else.
    /// </summary>
    public bool Begin(Direction from, bool mayEnd)
    {
        ref Place place = ref PlaceOf(from);
        if (place == Place.Inside)
        {
            if (!mayEnd || !Connection.IsClear(from)) return false;
            Connection.BeginAgain(from);
        }
        place = Place.Due;
        if (mayEnd) Connection.LetEnd();
        NoteStart();
        return true;
    }

    void NoteStart()
    {
        if (context.Session.Tls != TlsState.Decrypted) context.Session.Tls = TlsState.Started;
    }

    /// <summary>Whether bytes of a direction belong to TLS.</summary>
    public bool Takes(Direction from) => PlaceOf(from) == Place.Inside;

    /// <summary>TLS has begun, and nothing that it protects can be read, or not yet.</summary>
    public bool IsOpaque(Direction from) => PlaceOf(from) != Place.Outside && (_connection is null || _connection.IsOpaque(from));

    /// <summary>What is read of a direction was encrypted on the wire.</summary>
    public bool Protects(Direction from) => PlaceOf(from) == Place.Inside && _connection is { IsCertain: true } && !_connection.IsClear(from);

    /// <summary>What is read of a direction is clear text behind TLS.</summary>
    public bool IsClearAgain(Direction from) => PlaceOf(from) != Place.Outside && _connection is { } connection && connection.IsClear(from) && connection.HasRecords(from);

    /// <summary>The next bytes of a direction inside of TLS.</summary>
    public void Push(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        Connection.Push(from, data, extent, time, packet);
        if (!_isImplicit || !Connection.HasRecords(from)) return;
        _isImplicit = false;
        NoteStart();
        context.Finding(Severity.Info, "encrypted", "encrypted from the first byte on", packet);
    }

    /// <summary>Bytes of a direction inside of TLS are not in the capture.</summary>
    public void Gap(Direction from, long missing) => Connection.Gap(from, missing);

    /// <summary>Takes over what waits on a cursor, if TLS begins there; <see cref="Settle"/> reads it.</summary>
    public void TakeOver(ref StreamCursor cursor, Direction from)
    {
        ref Place place = ref PlaceOf(from);
        if (place != Place.Due) return;
        place = Place.Inside;
        long start = cursor.Offset;
        var copier = new Copier();
        while (!cursor.Unread.IsEmpty || cursor.IsAtGap)
        {
            if (cursor.IsAtGap)
            {
                _taken.Enqueue(new Piece(from, [], default, cursor.Time, cursor.Packet, cursor.TakeGap()));
                continue;
            }
            long packet = cursor.Packet;
            cursor.Take(cursor.NextPiece, copier);
            _taken.Enqueue(new Piece(from, copier.Bytes, copier.Extent, copier.Time, packet, 0));
        }
        // Behind an earlier TLS, these bytes were counted when they were found to be clear.
        Connection.Move(from, Connection.HasRecords(from) ? start - cursor.Offset : start);
    }

    /// <summary>Reads what was taken over. Not to be called while the dialogue is being told something.</summary>
    public void Settle()
    {
        while (_taken.TryDequeue(out Piece piece))
        {
            if (piece.Gap > 0) Gap(piece.From, piece.Gap);
            else Push(piece.From, piece.Bytes, piece.Extent, piece.Time, piece.Packet);
        }
    }

    /// <summary>No more bytes will come: reads what waits, and tells what is lost.</summary>
    public void End(Timestamp time) => _connection?.End(time);

    /// <summary>Gives the keys back.</summary>
    public void Release() => _connection?.Release();

    /// <summary>The record that begins in that packet, or all that do; null: none that was opened, or it is too long ago.</summary>
    public TlsOrigin? OriginOf(Direction from, long packet) => _connection?.OriginOf(from, packet);

    /// <summary>What is known of it; null when there was none.</summary>
    public TlsDetails? ToDetails() => _connection is { HasAnyRecords: true } ? _connection.ToDetails() : null;

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet)
    {
        if (Connection.IsClear(from)) TellClear(packet);
        if (Connection.HasAnyRecords) context.Analysis.Tls.Tap(context.Session.Connection, from, plain, time);
        dialogue.OnPlain(from, plain, extent, time, packet);
    }

    void TellClear(long packet)
    {
        if (_hasToldClear) return;
        _hasToldClear = true;
        if (Connection.HasAnyRecords) context.Finding(Severity.Info, "tls-ended", "TLS ends, and the dialogue can be read again", packet);
        else context.Finding(Severity.Warning, "tls-port-in-clear", "clear text is spoken on a port where TLS is expected", packet);
    }

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet)
    {
        context.Analysis.Tls.TapGap(context.Session.Connection, from, missing, time);
        dialogue.OnPlainGap(from, missing, time, packet);
    }

    void ITlsReader.OnDecrypted() => context.Session.Tls = TlsState.Decrypted;

    void ITlsReader.Finding(Severity severity, string code, string text, long? packet, long? offset) => context.Finding(severity, code, text, packet, offset);

    sealed class Copier : IByteSink
    {
        public byte[] Bytes { get; private set; } = [];

        public Extent Extent { get; private set; }

        public Timestamp Time { get; private set; }

        public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time) => (Bytes, Extent, Time) = (bytes.ToArray(), extent, time);
    }
}
