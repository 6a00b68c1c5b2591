using System.Text;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

// What handshakes and alerts say.
sealed partial class TlsConnection
{
    readonly List<string> _alerts = [];
    ClientHello? _clientHello, _firstClientHello;
    ServerHello? _serverHello, _firstServerHello;
    string? _ja3, _ja3S, _ja4;
    List<TlsCertificate> _certificates = [], _clientCertificates = [];
    bool _hasExtensions, _hasEarlyData, _hasServerCertificate, _isRetried;

    /// <summary>A handshake message was put together.</summary>
    public void OnMessage(TlsHalf half, byte type, ReadOnlySpan<byte> message)
    {
        Transcribe(half, type, message);
        switch (type)
        {
            case HandshakeType.ClientHello when ClientHello.Parse(message) is { } hello:
                OnClientHello(half, hello);
                break;
            case HandshakeType.ServerHello when ServerHello.Parse(message) is { } hello:
                if (hello.IsRetryRequest) _isRetried = true;
                else OnServerHello(half, hello);
                break;
            case HandshakeType.EncryptedExtensions when IsTls13:
                _serverHello?.ReadExtensions(new TlsParser(message).Vector16());
                _hasExtensions = _serverHello is not null;
                break;
            case HandshakeType.Certificate:
                OnCertificates(half, Run.Certificates.Read(message, IsTls13));
                break;
            case HandshakeType.CompressedCertificate when IsTls13:
                OnCertificates(half, Run.Certificates.ReadCompressed(message));
                break;
            case HandshakeType.NewSessionTicket when !IsTls13:
                OnTicket(message);
                break;
            case HandshakeType.EndOfEarlyData when half.IsInEarlyData:
            case HandshakeType.Finished when IsTls13 && half.IsInHandshake:
            case HandshakeType.KeyUpdate when IsTls13:
                half.EnterNextStage();
                break;
        }
    }

    void OnClientHello(TlsHalf half, ClientHello hello)
    {
        _client = half;
        // After a retry request the second hello is of the same connection; later ones begin a renegotiation (RFC 5746).
        bool isRenegotiation = _serverHello is not null;
        if (isRenegotiation) _master = null;
        _clientHello = hello;
        _firstClientHello ??= hello;
    }

    void OnServerHello(TlsHalf half, ServerHello hello)
    {
        _client ??= Other(half);
        _serverHello = hello;
        if (_firstServerHello is not null) return;
        _firstServerHello = hello;
        _ja3S = TlsFingerprints.Ja3S(hello);
        TellWeakness(half, hello);
    }

    void TellWeakness(TlsHalf half, ServerHello hello)
    {
        if (hello.Version < TlsVersions.Tls12) Reader.Finding(Severity.Warning, "tls-weak-version", $"{TlsVersions.NameOf(hello.Version)} is out of date (RFC 8996)", half.Packet);
        CipherSuite suite = CipherSuite.Of(hello.Suite);
        if (suite.Weakness is { } weakness) Reader.Finding(Severity.Warning, "tls-weak-suite", $"{suite.Name}: {weakness}", half.Packet);
    }

    void OnCertificates(TlsHalf half, List<TlsCertificate> chain)
    {
        if (IsClient(half))
        {
            if (_clientCertificates.Count == 0) _clientCertificates = chain;
            return;
        }
        if (_hasServerCertificate) return;
        (_hasServerCertificate, _certificates) = (true, chain);
        if (chain.Count == 0) return;
        foreach ((string code, Severity severity, string text) in CertificateChecks.Of(chain, _clientHello?.ServerName, half.Time))
        {
            Reader.Finding(severity, code, text, half.Packet);
        }
    }

    public void OnAlert(TlsHalf half, byte level, byte description)
    {
        if (description == AlertNames.CloseNotify || _alerts.Count >= TlsLimits.Alerts) return;
        bool isFatal = level == AlertNames.Fatal || (IsTls13 && description != AlertNames.UserCanceled);
        string name = AlertNames.Of(description);
        _alerts.Add($"{half.Name}: {(isFatal ? "fatal" : "warning")} {name}");
        if (isFatal) Reader.Finding(Severity.Warning, "tls-alert", $"the {half.Name} ended TLS: {name}", half.Packet);
    }

    TlsHalf FirstToSpeak() => _fromServer.Start.IsKnown && !(_fromClient.Start.IsKnown && _fromClient.Start <= _fromServer.Start) ? _fromServer : _fromClient;

    /// <summary>What is known, as a record tells it.</summary>
    public TlsDetails ToDetails()
    {
        ClientHello? client = _firstClientHello;
        ServerHello? server = _firstServerHello;
        TlsHalf clientHalf = _client ?? _fromClient;
        bool isResumed = server is not null && client is not null
            && (server.Version == TlsVersions.Tls13 ? server.HasPreSharedKey : !_hasServerCertificate && server.SessionId.Length > 0 && server.SessionId.AsSpan().SequenceEqual(client.SessionId));
        TlsHalf first = FirstToSpeak();
        return new TlsDetails
        {
            Start = first.Start,
            Packet = first.StartPacket,
            Version = server is not null ? TlsVersions.NameOf(server.Version) : _foundSuite is null ? null : TlsVersions.NameOf(TlsVersions.Tls13),
            Cipher = server is not null ? CipherSuite.Of(server.Suite).Name : _foundSuite?.Name,
            ServerName = client?.ServerName,
            Alpn = server is { Protocol.Length: > 0 } ? Encoding.Latin1.GetString(server.Protocol) : null,
            AlpnOffered = client is null ? [] : [.. client.ProtocolNames],
            Ja3 = client is null ? null : _ja3 ??= TlsFingerprints.Ja3(client),
            Ja3S = _ja3S,
            Ja4 = client is null ? null : _ja4 ??= TlsFingerprints.Ja4(client),
            IsResumed = isResumed,
            HasEarlyData = _hasEarlyData,
            Certificates = _certificates,
            ClientCertificates = _clientCertificates,
            Alerts = [.. _alerts],
            ClientBytes = _fromClient.Bytes,
            ServerBytes = _fromServer.Bytes,
            ClientPlainBytes = _fromClient.PlainBytes,
            ServerPlainBytes = _fromServer.PlainBytes,
        };
    }
}
