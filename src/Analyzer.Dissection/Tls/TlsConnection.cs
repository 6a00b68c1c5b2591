using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// TLS on one connection, or on the rest of one: reads both directions' records, tells what can be known without keys, and hands on what
/// the keys of the run open.
/// </summary>
sealed partial class TlsConnection
{
    readonly TlsHalf _fromClient, _fromServer;
    TlsHalf? _client;
    bool _hasDecrypted;

    /// <summary>Nothing was read yet. <paramref name="stream"/>: the connection's id, by which the secrets that it uses are noted.</summary>
    public TlsConnection(TlsRun run, ITlsReader reader, long stream = 0)
    {
        (Run, Reader, Stream) = (run, reader, stream);
        _fromClient = new TlsHalf(this, Direction.FromClient);
        _fromServer = new TlsHalf(this, Direction.FromServer);
    }

    public TlsRun Run { get; }

    public ITlsReader Reader { get; }

    /// <summary>The connection's id.</summary>
    public long Stream { get; }

    public bool IsTls13 => _serverHello is null ? _foundSuite is not null : _serverHello.Version == TlsVersions.Tls13;

    /// <summary>A change of keys means nothing: TLS 1.3 sends it for the sake of boxes between (RFC 8446 appendix D.4).</summary>
    public bool IgnoresKeyChange => IsTls13 || (_serverHello is null && _isRetried);

    /// <summary>The server has answered, so this is TLS beyond doubt.</summary>
    public bool IsCertain => HasAnyRecords && (_serverHello is not null || _foundSuite is not null);

    /// <summary>Whether the bytes of a direction are plain text again.</summary>
    public bool IsClear(Direction from) => Half(from).Reader.IsClear;

    /// <summary>Nothing of what a direction protects can be read, or not yet.</summary>
    public bool IsOpaque(Direction from) => Half(from).IsOpaque;

    /// <summary>The records of the application that a direction begins in that packet; null: none of the last ones.</summary>
    public TlsOrigin? OriginOf(Direction from, long packet) => Half(from).OriginOf(packet);

    /// <summary>Records of a direction were read.</summary>
    public bool HasRecords(Direction from) => Half(from).Bytes > 0;

    /// <summary>Records of any direction were read.</summary>
    public bool HasAnyRecords => _fromClient.Bytes + _fromServer.Bytes > 0;

    /// <summary>Bytes of records of a direction.</summary>
    public long Bytes(Direction from) => Half(from).Bytes;

    /// <summary>Plain text may follow TLS on this connection.</summary>
    public void LetEnd() => _fromClient.Reader.MayEnd = _fromServer.Reader.MayEnd = true;

    /// <summary>TLS begins once more in a direction that was plain text again.</summary>
    public void BeginAgain(Direction from) => Half(from).BeginAgain();

    /// <summary>What a direction sends next lies so many bytes farther on; TLS begins behind clear text.</summary>
    public void Move(Direction from, long bytes) => Half(from).Reader.Move(bytes);

    TlsHalf Half(Direction from) => from == Direction.FromClient ? _fromClient : _fromServer;

    TlsHalf Other(TlsHalf half) => half == _fromClient ? _fromServer : _fromClient;

    /// <summary>The next bytes of one direction.</summary>
    public void Push(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        Half(from).Reader.Push(data, extent, time, packet);
        GoOn();
    }

    /// <summary>Bytes of one direction are not in the capture.</summary>
    public void Gap(Direction from, long missing)
    {
        Half(from).Reader.Gap(missing);
        // A hello that is waited for may have been among them.
        if (_serverHello is null && Half(from) != _client) StopWaiting();
    }

    /// <summary>No more will come: reads what waits, and tells what is lost.</summary>
    public void End(Timestamp time)
    {
        StopWaiting();
        _awaitsNoKeys = true;
        GoOn();
        _fromClient.End(time);
        _fromServer.End(time);
    }

    /// <summary>Who sent the ClientHello is the client of TLS, whoever opened the connection.</summary>
    public bool IsClient(TlsHalf half) => _client is null ? half == _fromClient : half == _client;

    /// <summary>The client sent, or may have sent, data before the server's hello.</summary>
    public bool MayHaveEarlyData => IsTls13 && _clientHello is { HasEarlyData: true };

    /// <summary>The server takes early data; taken for granted when its answer cannot be read.</summary>
    public bool IsEarlyDataTaken => !_hasExtensions || _serverHello is null || _serverHello.Extensions.Contains(ExtensionType.EarlyData);

    public void Deliver(TlsHalf half, ReadOnlySpan<byte> plain)
    {
        _hasEarlyData |= half.IsInEarlyData;
        Reader.OnPlain(half.From, plain, Run.Place(plain, half.Origin), half.Time, half.Packet);
    }

    public void OnClear(TlsHalf half, ReadOnlySpan<byte> bytes, Extent extent, Timestamp time, long packet) => Reader.OnPlain(half.From, bytes, extent, time, packet);

    /// <summary>A record of this direction was opened, for the first time.</summary>
    public void OnOpened(TlsHalf half)
    {
        if (_hasDecrypted) return;
        _hasDecrypted = true;
        Reader.OnDecrypted();
    }

    /// <summary>A record of this direction cannot be opened: there are no keys for it.</summary>
    public void OnOpaque(TlsHalf half)
    {
        if (!Run.Keys.HasAny || _hasToldNoKeys) return;
        _hasToldNoKeys = true;
        (string code, string why) = Missing(half);
        Reader.Finding(Severity.Info, code, why, half.Packet);
    }

    (string Code, string Text) Missing(TlsHalf half)
    {
        if (Other(half).Bytes == 0 && _clientHello is not null) return ("tls-no-hello", "the server's side of this TLS connection is not in the capture, and no key log has a secret of TLS 1.3 for the client's: older versions need both sides");
        if (Other(half).Bytes == 0 && _serverHello is not null) return ("tls-no-hello", "the client's side of this TLS connection is not in the capture, and no secret of the key logs opens the server's");
        if (Random is null || Suite is not { } suite) return ("tls-no-hello", "the start of this TLS connection is not in the capture: no key can be found for it");
        if (suite.Cipher == BulkCipher.Other) return ("tls-unsupported-suite", $"records of {suite.Name} are not decrypted here");
        if (!suite.IsRead) return ("tls-unsupported-suite", $"this platform has no cipher for {suite.Name}");
        return ("tls-no-keys", _hasDecrypted ? $"no key log has a secret for what the {half.Name} sends" : "no key log has a secret of this TLS connection");
    }

    /// <summary>Gives keys and memory back. Called last.</summary>
    public void Release()
    {
        _fromClient.Release();
        _fromServer.Release();
        Run.NoteWaiting(this, isWaiting: false);
    }
}
