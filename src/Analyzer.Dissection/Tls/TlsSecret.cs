namespace Analyzer.Dissection.Tls;

/// <summary>What a secret of a key log is for.</summary>
public enum TlsSecret : byte
{
    /// <summary>The master secret of TLS 1.2 and before, by the client's random.</summary>
    Master,

    /// <summary>The pre-master secret, by the client's random.</summary>
    PreMaster,

    /// <summary>The pre-master secret, by the first 8 bytes of it as encrypted with the server's RSA key.</summary>
    EncryptedPreMaster,

    /// <summary>The master secret, by the session id that the server gave.</summary>
    SessionMaster,

    /// <summary>TLS 1.3: of early data.</summary>
    ClientEarly,

    /// <summary>TLS 1.3: of the client's handshake.</summary>
    ClientHandshake,

    /// <summary>TLS 1.3: of the server's handshake.</summary>
    ServerHandshake,

    /// <summary>TLS 1.3: of the client's data.</summary>
    ClientTraffic,

    /// <summary>TLS 1.3: of the server's data.</summary>
    ServerTraffic,

    /// <summary>A secret of no use here, such as an exporter's.</summary>
    Unused,
}
