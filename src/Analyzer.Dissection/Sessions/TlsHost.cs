namespace Analyzer.Dissection.Sessions;

/// <summary>What the encrypted sessions of a host tell of it, in the order first seen; each list is bounded.</summary>
public sealed record TlsHost
{
    /// <summary>Sessions with TLS that it took part in.</summary>
    public int Sessions { get; init; }

    /// <summary>Bytes of TLS records in these, both ways.</summary>
    public long Bytes { get; init; }

    /// <summary>Versions that were agreed on.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Suites that were agreed on.</summary>
    public IReadOnlyList<string> Ciphers { get; init; } = [];

    /// <summary>Host names by which clients asked for it.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>Its fingerprints as a client (JA3).</summary>
    public IReadOnlyList<string> Ja3 { get; init; } = [];

    /// <summary>Its fingerprints as a client (JA4).</summary>
    public IReadOnlyList<string> Ja4 { get; init; } = [];

    /// <summary>Its fingerprints as a server (JA3S).</summary>
    public IReadOnlyList<string> Ja3S { get; init; } = [];

    /// <summary>Certificates by which it said who it is, without those who vouch for them.</summary>
    public IReadOnlyList<TlsCertificate> Certificates { get; init; } = [];
}

/// <summary>Gathers it.</summary>
sealed class TlsHostFacts
{
    /// <summary>The most different values of a kind: a few, unless somebody makes them up.</summary>
    const int MaxValues = 8;

    readonly List<string> _versions = [], _ciphers = [], _names = [], _ja3 = [], _ja4 = [], _ja3S = [];
    readonly List<TlsCertificate> _certificates = [];
    int _sessions;
    long _bytes;

    /// <summary>A session of the host has ended.</summary>
    public void Add(TlsDetails tls, bool isServer)
    {
        _sessions++;
        _bytes += tls.ClientBytes + tls.ServerBytes;
        Add(_versions, tls.Version);
        Add(_ciphers, tls.Cipher);
        if (isServer)
        {
            Add(_names, tls.ServerName);
            Add(_ja3S, tls.Ja3S);
        }
        else
        {
            Add(_ja3, tls.Ja3);
            Add(_ja4, tls.Ja4);
        }
        if ((isServer ? tls.Certificates : tls.ClientCertificates) is [TlsCertificate own, ..] && _certificates.TrueForAll(one => one.Sha256 != own.Sha256)) Add(_certificates, own);
    }

    static void Add<T>(List<T> values, T? value) where T : class
    {
        if (value is not null && values.Count < MaxValues && !values.Contains(value)) values.Add(value);
    }

    /// <summary>What is known so far.</summary>
    public TlsHost ToRecord() => new()
    {
        Sessions = _sessions,
        Bytes = _bytes,
        Versions = [.. _versions],
        Ciphers = [.. _ciphers],
        ServerNames = [.. _names],
        Ja3 = [.. _ja3],
        Ja4 = [.. _ja4],
        Ja3S = [.. _ja3S],
        Certificates = [.. _certificates],
    };
}
