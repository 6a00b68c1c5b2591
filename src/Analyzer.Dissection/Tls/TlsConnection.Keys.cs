using System.Buffers;

namespace Analyzer.Dissection.Tls;

// The secrets of this connection, and the keys that they give.
sealed partial class TlsConnection
{
    readonly Dictionary<TlsSecret, byte[]?> _secrets = [];
    readonly List<byte[]> _tickets = [];
    ArrayBufferWriter<byte>? _transcript;
    byte[]? _master;
    bool _hasToldNoKeys;

    /// <summary>A secret of TLS 1.3 of this connection; null when no key log has it.</summary>
    public byte[]? SecretOf(TlsSecret label)
    {
        if (_clientHello is null) return null;
        if (_secrets.TryGetValue(label, out byte[]? known) && known is not null) return known;
        return _secrets[label] = Run.Keys.TryFind(label, _clientHello.Random, _stream, out byte[]? secret) ? secret : null;
    }

    /// <summary>The secret after a KeyUpdate (RFC 8446 section 7.2).</summary>
    public byte[] UpdatedSecret(byte[] secret)
    {
        CipherSuite suite = CipherSuite.Of(_serverHello!.Suite);
        return TlsKeySchedule.ExpandLabel(suite.Prf, secret, "traffic upd", secret.Length);
    }

    /// <summary>The keys of TLS 1.3 that a secret gives; null when the suite is not read.</summary>
    public RecordProtection? ProtectionOf(byte[] secret)
    {
        CipherSuite suite = CipherSuite.Of(_serverHello!.Suite);
        bool isRead = suite.Cipher is BulkCipher.AesGcm or BulkCipher.AesCcm or BulkCipher.ChaCha20Poly1305 && AeadKey.IsSupported(suite.Cipher);
        return isRead ? new Tls13Protection(suite, secret) : null;
    }

    /// <summary>The keys of TLS 1.2 or before that the last handshake gives a direction; null: they are not to be had.</summary>
    public RecordProtection? ProtectionOf(TlsHalf half)
    {
        if (_clientHello is null || _serverHello is null || FindMaster() is not { } master) return null;
        CipherSuite suite = CipherSuite.Of(_serverHello.Suite);
        if (suite.Cipher == BulkCipher.Other || !AeadKey.IsSupported(suite.Cipher)) return null;
        ushort version = _serverHello.Version;
        bool isCbc = suite.Cipher == BulkCipher.AesCbc, isChained = version <= TlsVersions.Tls10;
        int macLength = isCbc ? suite.MacLength : 0;
        int ivLength = isCbc ? CbcProtection.IvLength(isChained) : AeadProtection.IvLength(suite);
        byte[] block = TlsKeySchedule.KeyBlock(version, suite.Prf, master, _clientHello.Random, _serverHello.Random, 2 * (macLength + suite.KeyLength + ivLength));
        // Each kind of key: the client's, then the server's.
        int side = IsClient(half) ? 0 : 1;
        byte[] mac = block.AsSpan(side * macLength, macLength).ToArray();
        byte[] key = block.AsSpan(2 * macLength + side * suite.KeyLength, suite.KeyLength).ToArray();
        byte[] iv = block.AsSpan(2 * (macLength + suite.KeyLength) + side * ivLength, ivLength).ToArray();
        return isCbc ? new CbcProtection(suite, key, mac, iv, _serverHello.EncryptsThenMacs, isChained) : new AeadProtection(suite, key, iv);
    }

    byte[]? FindMaster()
    {
        if (_master is not null) return _master;
        ClientHello client = _clientHello!;
        ServerHello server = _serverHello!;
        TlsKeys keys = Run.Keys;
        bool isFound = keys.TryFind(TlsSecret.Master, client.Random, _stream, out byte[]? master)
            || (server.SessionId.Length > 0 && keys.TryFind(TlsSecret.SessionMaster, server.SessionId, _stream, out master))
            || (IsSessionTakenUp && (keys.TryResume(server.SessionId, out master) || keys.TryResume(client.Ticket, out master)));
        if (isFound) Learn(master!);
        return _master;
    }

    bool IsSessionTakenUp => _serverHello!.SessionId.Length > 0 && _serverHello.SessionId.AsSpan().SequenceEqual(_clientHello!.SessionId);

    // Other connections may resume this session.
    void Learn(byte[] master)
    {
        _master = master;
        Run.Keys.NoteMaster(_clientHello!.Random, master, _stream);
        Run.Keys.Remember(_serverHello!.SessionId, master);
        foreach (byte[] ticket in _tickets) Run.Keys.Remember(ticket, master);
        _tickets.Clear();
    }

    // RFC 5077 section 3.3: a lifetime and a ticket.
    void OnTicket(ReadOnlySpan<byte> message)
    {
        var parser = new TlsParser(message);
        parser.Take(4);
        byte[] ticket = parser.Vector16().ToArray();
        if (_master is not null) Run.Keys.Remember(ticket, _master);
        else if (_tickets.Count == 0) _tickets.Add(ticket);
    }

    // The handshake so far goes into an extended master secret; it is kept only where that may have to be derived.
    void Transcribe(byte type, ReadOnlySpan<byte> message)
    {
        if (type == HandshakeType.ClientHello) _transcript = Run.Keys.HasPreMasters ? new ArrayBufferWriter<byte>() : null;
        if (_transcript is null || _transcript.WrittenCount + message.Length > 2 * TlsLimits.HandshakeMessage) return;
        _transcript.Write([type, (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length]);
        _transcript.Write(message);
    }

    // The key log may have the secret that the two sides have agreed on, and not the master secret that they made of it.
    void OnKeyExchange(ReadOnlySpan<byte> message)
    {
        if (_clientHello is null || _serverHello is null || IsTls13 || _transcript is not { } transcript || FindMaster() is not null) return;
        var parser = new TlsParser(message);
        ReadOnlySpan<byte> encrypted = parser.Vector16();
        bool isFound = Run.Keys.TryFind(TlsSecret.PreMaster, _clientHello.Random, _stream, out byte[]? preMaster)
            || (encrypted.Length >= 8 && Run.Keys.TryFind(TlsSecret.EncryptedPreMaster, encrypted[..8], _stream, out preMaster));
        if (!isFound) return;
        (ushort version, CipherSuite suite) = (_serverHello.Version, CipherSuite.Of(_serverHello.Suite));
        Learn(_serverHello.HasExtendedMasterSecret
            ? TlsKeySchedule.ExtendedMaster(version, suite.Prf, preMaster!, transcript.WrittenSpan)
            : TlsKeySchedule.Master(version, suite.Prf, preMaster!, _clientHello.Random, _serverHello.Random));
        _transcript = null;
    }
}
