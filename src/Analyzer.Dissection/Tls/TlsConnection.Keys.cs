namespace Analyzer.Dissection.Tls;

// The secrets of this connection, and the keys that they give.
sealed partial class TlsConnection
{
    readonly Dictionary<TlsSecret, byte[]> _secrets = [];
    readonly List<byte[]> _tickets = [];
    KeyExchangeTranscript? _exchange;
    byte[]? _master;
    bool _hasToldNoKeys;

    /// <summary>By which the key logs name this connection; null while it is not known.</summary>
    byte[]? Random => _clientHello?.Random ?? _foundRandom;

    CipherSuite? Suite => _serverHello is null ? _foundSuite : CipherSuite.Of(_serverHello.Suite);

    /// <summary>All but the secrets is known that it takes to read on.</summary>
    public bool CanBeRead => Random is not null && Suite is { IsRead: true } suite && !(IsTls13 && suite.HasMac);

    /// <summary>The master secret of TLS 1.2 or before is known.</summary>
    public bool HasMaster => FindMaster() is not null;

    /// <summary>A secret of TLS 1.3 of this connection; null when no key log has it.</summary>
    public byte[]? SecretOf(TlsSecret label)
    {
        if (Random is not { } random) return null;
        if (_secrets.TryGetValue(label, out byte[]? known)) return known;
        if (!Run.Keys.TryFind(label, random, Stream, out byte[]? secret)) return null;
        return _secrets[label] = secret;
    }

    /// <summary>The secret after a KeyUpdate (RFC 8446 section 7.2).</summary>
    public byte[] UpdatedSecret(byte[] secret) => TlsKeySchedule.ExpandLabel(Suite!.Prf, secret, "traffic upd", secret.Length);

    /// <summary>The keys of TLS 1.3 that a secret gives; null when the suite is not read.</summary>
    public RecordProtection? ProtectionOf(byte[] secret) => Suite is { IsRead: true, HasMac: false } suite ? new Tls13Protection(suite, secret) : null;

    /// <summary>The keys of TLS 1.2 or before that the last handshake gives a direction; null: they are not to be had.</summary>
    public RecordProtection? ProtectionOf(TlsHalf half) =>
        _serverHello is not null && Suite is { IsRead: true } suite && FindMaster() is { } master ? ProtectionOf(half, suite, master, Random!) : null;

    RecordProtection? ProtectionOf(TlsHalf half, CipherSuite suite, byte[] master, byte[] random)
    {
        ushort version = _serverHello!.Version;
        bool isChained = version <= TlsVersions.Tls10, isBlock = suite.Cipher is BulkCipher.AesCbc or BulkCipher.TripleDesCbc;
        int macLength = suite.HasMac ? suite.MacLength : 0;
        int ivLength = suite.HasMac ? isBlock && isChained ? suite.BlockLength : 0 : AeadProtection.IvLength(suite);
        byte[] block = TlsKeySchedule.KeyBlock(version, suite.Prf, master, random, _serverHello.Random, 2 * (macLength + suite.KeyLength + ivLength));
        // Each kind of key: the client's, then the server's.
        int side = IsClient(half) ? 0 : 1;
        byte[] mac = block.AsSpan(side * macLength, macLength).ToArray();
        byte[] key = block.AsSpan(2 * macLength + side * suite.KeyLength, suite.KeyLength).ToArray();
        byte[] iv = block.AsSpan(2 * (macLength + suite.KeyLength) + side * ivLength, ivLength).ToArray();
        return suite.Cipher switch
        {
            BulkCipher.TripleDesCbc when CbcProtection.IsRefused(suite, key) => null,
            BulkCipher.AesCbc or BulkCipher.TripleDesCbc => new CbcProtection(suite, key, mac, iv, _serverHello.EncryptsThenMacs, isChained),
            BulkCipher.Rc4 or BulkCipher.None => new StreamProtection(suite, key, mac),
            _ => new AeadProtection(suite, key, iv),
        };
    }

    byte[]? FindMaster()
    {
        if (_master is not null || Random is not { } random || _serverHello is not { } server) return _master;
        TlsKeys keys = Run.Keys;
        bool isFound = keys.TryFind(TlsSecret.Master, random, Stream, out byte[]? master)
            || (server.SessionId.Length > 0 && keys.TryFind(TlsSecret.SessionMaster, server.SessionId, Stream, out master))
            || (IsSessionTakenUp && (keys.TryResume(server.SessionId, out master) || keys.TryResume(_clientHello!.Ticket, out master)));
        if (!isFound) master = DeriveMaster(random, server);
        if (master is not null) Learn(random, master);
        return _master;
    }

    // The key log may have the secret that the two sides have agreed on, and not the master secret that they made of it.
    byte[]? DeriveMaster(byte[] random, ServerHello server)
    {
        if (_exchange is not { } exchange || !Run.Keys.HasPreMasters) return null;
        bool isFound = Run.Keys.TryFind(TlsSecret.PreMaster, random, Stream, out byte[]? preMaster)
            || (exchange.Encrypted.Length > 0 && Run.Keys.TryFind(TlsSecret.EncryptedPreMaster, exchange.Encrypted, Stream, out preMaster));
        if (!isFound) return null;
        (ushort version, CipherSuite suite) = (server.Version, CipherSuite.Of(server.Suite));
        if (!server.HasExtendedMasterSecret) return TlsKeySchedule.Master(version, suite.Prf, preMaster!, random, server.Random);
        return exchange.ToBytes() is { } transcript ? TlsKeySchedule.ExtendedMaster(version, suite.Prf, preMaster!, transcript) : null;
    }

    bool IsSessionTakenUp => _clientHello is not null && _serverHello!.SessionId.Length > 0 && _serverHello.SessionId.AsSpan().SequenceEqual(_clientHello.SessionId);

    // The key log may have the secret only in the form that the client is about to send.
    bool IsKeyExchangeDue => _exchange is not { HasEnded: true } && _serverHello is not null && !IsTls13 && !IsSessionTakenUp && !HasMaster && Run.Keys.HasPreMasters;

    // Other connections may resume this session.
    void Learn(byte[] random, byte[] master)
    {
        (_master, _exchange) = (master, null);
        Run.Keys.NoteMaster(random, master, Stream);
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

    // Of TLS 1.3 nothing of it is needed.
    void Transcribe(TlsHalf half, byte type, ReadOnlySpan<byte> message)
    {
        // A second hello behind a whole exchange begins another (RFC 5746).
        bool isAnother = type == HandshakeType.ClientHello && _exchange is { HasHello: true };
        if (IsTls13 || isAnother) _exchange = null;
        if (IsTls13) return;
        bool isClient = type == HandshakeType.ClientHello || (type != HandshakeType.ServerHello && IsClient(half));
        if (type is HandshakeType.ClientHello or HandshakeType.ServerHello) _exchange ??= new KeyExchangeTranscript();
        _exchange?.Add(type, message, isClient);
    }

    /// <summary>A direction changes its keys.</summary>
    public void OnKeyChange(TlsHalf half)
    {
        if (IsClient(half)) _exchange?.End();
    }
}
