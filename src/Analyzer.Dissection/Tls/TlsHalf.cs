using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>One direction of a TLS connection: its records, in clear or protected, and its place among their numbers.</summary>
sealed partial class TlsHalf : ITlsRecordSink
{
    readonly TlsConnection _connection;
    readonly HandshakeReader _messages;
    readonly Queue<HeldRecord> _waiting = new();
    readonly RecentOrigins _recent = new();
    int _waitingBytes;

    // A record that waits for what the other side says, or for its keys.
    sealed record HeldRecord(byte[] Bytes, long Offset, Timestamp Time, long Packet, long LastPacket);

    public TlsHalf(TlsConnection connection, Direction from)
    {
        _connection = connection;
        From = from;
        Reader = new TlsRecordReader(this);
        _messages = new HandshakeReader((type, message) => connection.OnMessage(this, type, message));
    }

    public Direction From { get; }

    /// <summary>Where its bytes go.</summary>
    public TlsRecordReader Reader { get; }

    /// <summary>Bytes of records.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the application that were decrypted.</summary>
    public long PlainBytes { get; private set; }

    /// <summary>When its first record began.</summary>
    public Timestamp Start { get; private set; } = Timestamp.Unknown;

    /// <summary>Where its first record begins.</summary>
    public long StartPacket { get; private set; }

    /// <summary>When the record that is being read begins.</summary>
    public Timestamp Time { get; private set; } = Timestamp.Unknown;

    /// <summary>Where the record that is being read begins.</summary>
    public long Packet { get; private set; }

    /// <summary>Where it lies.</summary>
    public TlsOrigin Origin { get; private set; }

    /// <summary>The client, or the server.</summary>
    public string Name => From == Direction.FromClient ? "client" : "server";

    /// <summary>It has said farewell.</summary>
    public bool HasClosed { get; private set; }

    public void OnRecord(in TlsRecordView record)
    {
        if (Bytes == 0) (Start, StartPacket) = (record.Time, record.Packet);
        Bytes += record.Bytes.Length;
        if (_waiting.Count > 0 || _connection.MustWait(this, record.Type) || _connection.MustTakeTurns(this, record.Type))
        {
            Wait(record);
            return;
        }
        Process(record);
    }

    void Wait(in TlsRecordView record)
    {
        _waiting.Enqueue(new HeldRecord(record.Bytes.ToArray(), record.Offset, record.Time, record.Packet, record.LastPacket));
        _waitingBytes += record.Bytes.Length;
        _connection.OnHeld(this, record.Bytes.Length, _waitingBytes);
    }

    /// <summary>Records wait.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>The packet of the first record that waits and need not wait longer; null: there is none.</summary>
    public long? NextPacket => _waiting.TryPeek(out HeldRecord? held) && !_connection.MustWait(this, held.Bytes[0]) ? held.Packet : null;

    /// <summary>Reads the first record that waits.</summary>
    public void GoOn()
    {
        HeldRecord held = _waiting.Dequeue();
        _waitingBytes -= held.Bytes.Length;
        _connection.OnHeld(this, -held.Bytes.Length, _waitingBytes);
        Process(new TlsRecordView { Bytes = held.Bytes, Offset = held.Offset, Time = held.Time, Packet = held.Packet, LastPacket = held.LastPacket });
    }

    void Process(in TlsRecordView record)
    {
        (Time, Packet) = (record.Time, record.Packet);
        Origin = new TlsOrigin(_connection.Stream, From, record.Offset, record.Bytes.Length, record.Packet, record.LastPacket);
        if (IsProtected(record.Type))
        {
            Open(record);
            return;
        }
        ForgetLoss();
        Take(record.Type, record.Fragment, isProtected: false);
    }

    // In TLS 1.3 the record says it; before, all that follows the change of keys is.
    bool IsProtected(byte type) => _connection.IsTls13 ? type == ContentType.ApplicationData : _isCovered || type == ContentType.ApplicationData;

    void Take(byte type, ReadOnlySpan<byte> content, bool isProtected)
    {
        switch (type)
        {
            case ContentType.Handshake:
                _messages.Push(content);
                break;
            case ContentType.ChangeCipherSpec when !_connection.IgnoresKeyChange:
                ChangeKeys();
                break;
            case ContentType.Alert when content.Length == 2:
                HasClosed |= content[1] == AlertNames.CloseNotify;
                Reader.MayEnd |= HasClosed;
                _connection.OnAlert(this, content[0], content[1]);
                break;
            case ContentType.ApplicationData when isProtected && content.Length > 0 && IsDelivered:
                PlainBytes += content.Length;
                _recent.Add(Origin);
                _connection.Deliver(this, content);
                break;
        }
    }

    public void OnClear(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time, long packet) => _connection.OnClear(this, bytes, extent, time, packet);

    /// <summary>No more will come.</summary>
    public void End(Timestamp time)
    {
        bool isCut = Reader.Held > 0;
        Reader.End();
        if (isCut && _protection is not null)
        {
            Tell(Severity.Warning, "tls-record-cut", string.Create(CultureInfo.InvariantCulture, $"the last record of the {Name} is not in the capture to its end"));
        }
        EndLoss(time);
    }

    void Tell(Severity severity, string code, string text) => _connection.Reader.Finding(severity, code, text, Packet, Origin.Offset);

    /// <summary>The records of the application that begin in that packet, as far as they are among the last ones; null: none.</summary>
    public TlsOrigin? OriginOf(long packet) => _recent.Of(packet);

    /// <summary>Gives keys and memory back.</summary>
    public void Release()
    {
        Reader.Release();
        _protection?.Dispose();
        _next?.Dispose();
        while (_waiting.TryDequeue(out HeldRecord? held)) _connection.OnHeld(this, -held.Bytes.Length, 0);
    }
}
