using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>What is known of a session's TLS, with its keys or without. What is not known is null or empty.</summary>
public sealed record TlsDetails
{
    /// <summary>Of the first record.</summary>
    public Timestamp Start { get; init; } = Timestamp.Unknown;

    /// <summary>In which the first record begins.</summary>
    public long Packet { get; init; }

    /// <summary>Such as <c>TLSv1.3</c>; null when the server's hello is not in the capture.</summary>
    public string? Version { get; init; }

    /// <summary>The suite's name in the registry.</summary>
    public string? Cipher { get; init; }

    /// <summary>The host that the client asked for (SNI, RFC 6066 section 3).</summary>
    public string? ServerName { get; init; }

    /// <summary>The protocol of the application that the server chose (RFC 7301); in TLS 1.3 it takes keys to know it.</summary>
    public string? Alpn { get; init; }

    /// <summary>The protocols that the client offered.</summary>
    public IReadOnlyList<string> AlpnOffered { get; init; } = [];

    /// <summary>The client's fingerprint.</summary>
    public string? Ja3 { get; init; }

    /// <summary>The server's fingerprint.</summary>
    public string? Ja3S { get; init; }

    /// <summary>The client's fingerprint, of the newer kind.</summary>
    public string? Ja4 { get; init; }

    /// <summary>It took up an earlier session.</summary>
    public bool IsResumed { get; init; }

    /// <summary>The client sent data with its first flight, and the server took them.</summary>
    public bool HasEarlyData { get; init; }

    /// <summary>Of the server, its own first; in TLS 1.3 it takes keys to know them.</summary>
    public IReadOnlyList<TlsCertificate> Certificates { get; init; } = [];

    /// <summary>Of the client, if it has shown any.</summary>
    public IReadOnlyList<TlsCertificate> ClientCertificates { get; init; } = [];

    /// <summary>Alerts, such as <c>server: fatal handshake_failure</c>; the farewell of each side left out.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>Bytes of records from the client.</summary>
    public long ClientBytes { get; init; }

    /// <summary>Bytes of records from the server.</summary>
    public long ServerBytes { get; init; }

    /// <summary>Bytes of the application from the client that were decrypted.</summary>
    public long ClientPlainBytes { get; init; }

    /// <summary>Bytes of the application from the server that were decrypted.</summary>
    public long ServerPlainBytes { get; init; }
}

/// <summary>A certificate that one side showed.</summary>
public sealed record TlsCertificate
{
    /// <summary>Whose it is.</summary>
    public required string Subject { get; init; }

    /// <summary>Who vouches for it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Host names and addresses that it is for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>From when it is valid (UTC; a certificate may outlive what a capture's time can tell).</summary>
    public DateTime NotBefore { get; init; }

    /// <summary>Until when it is valid (UTC).</summary>
    public DateTime NotAfter { get; init; }

    /// <summary>It vouches for itself.</summary>
    public bool IsSelfSigned { get; init; }

    /// <summary>Such as <c>RSA 2048</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Such as <c>sha256RSA</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>SHA-256 of the whole certificate, lower-case hex.</summary>
    public required string Sha256 { get; init; }
}
