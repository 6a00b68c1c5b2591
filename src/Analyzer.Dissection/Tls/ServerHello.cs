namespace Analyzer.Dissection.Tls;

/// <summary>What a server has chosen (RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3).</summary>
sealed class ServerHello
{
    // RFC 8446 section 4.1.3: SHA-256 of "HelloRetryRequest".
    static ReadOnlySpan<byte> RetryRandom =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    ServerHello(ushort version, byte[] random, byte[] sessionId, ushort suite) =>
        (LegacyVersion, Version, Random, SessionId, Suite) = (version, version, random, sessionId, suite);

    public ushort LegacyVersion { get; }

    /// <summary>The version that is spoken from here on.</summary>
    public ushort Version { get; private set; }

    public byte[] Random { get; }

    public byte[] SessionId { get; }

    public ushort Suite { get; }

    /// <summary>In the order sent.</summary>
    public List<ushort> Extensions { get; } = [];

    /// <summary>The protocol of the application, in versions before 1.3.</summary>
    public byte[] Protocol { get; private set; } = [];

    /// <summary>RFC 7366.</summary>
    public bool EncryptsThenMacs => Extensions.Contains(ExtensionType.EncryptThenMac);

    /// <summary>RFC 7627.</summary>
    public bool HasExtendedMasterSecret => Extensions.Contains(ExtensionType.ExtendedMasterSecret);

    /// <summary>It takes up a session by a key that both have from before (TLS 1.3).</summary>
    public bool HasPreSharedKey => Extensions.Contains(ExtensionType.PreSharedKey);

    /// <summary>It chooses nothing yet, but asks for another ClientHello.</summary>
    public bool IsRetryRequest => Random.AsSpan().SequenceEqual(RetryRandom);

    /// <summary>Reads the body of the message; null when it is none.</summary>
    public static ServerHello? Parse(ReadOnlySpan<byte> body)
    {
        var parser = new TlsParser(body);
        ushort version = parser.UInt16();
        byte[] random = parser.Take(32).ToArray();
        byte[] sessionId = parser.Vector8().ToArray();
        ushort suite = parser.UInt16();
        parser.Byte();
        if (parser.IsBroken) return null;
        var hello = new ServerHello(version, random, sessionId, suite);
        if (!parser.IsEmpty) hello.ReadExtensions(parser.Vector16());
        return hello;
    }

    /// <summary>Reads extensions, of this message or of EncryptedExtensions.</summary>
    public void ReadExtensions(ReadOnlySpan<byte> list)
    {
        var extensions = new TlsParser(list);
        while (!extensions.IsEmpty)
        {
            ushort type = extensions.UInt16();
            var data = new TlsParser(extensions.Vector16());
            if (extensions.IsBroken) return;
            Extensions.Add(type);
            if (type == ExtensionType.SupportedVersions && data.Rest.Length == 2) Version = data.UInt16();
            if (type != ExtensionType.Alpn) continue;
            var names = new TlsParser(data.Vector16());
            Protocol = names.Vector8().ToArray();
        }
    }
}
