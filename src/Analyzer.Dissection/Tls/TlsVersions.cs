namespace Analyzer.Dissection.Tls;

/// <summary>Versions of the protocol as they stand on the wire.</summary>
static class TlsVersions
{
    public const ushort Ssl3 = 0x0300, Tls10 = 0x0301, Tls11 = 0x0302, Tls12 = 0x0303, Tls13 = 0x0304;

    /// <summary>As people call it.</summary>
    public static string NameOf(ushort version) => version switch
    {
        Ssl3 => "SSLv3",
        Tls10 => "TLSv1.0",
        Tls11 => "TLSv1.1",
        Tls12 => "TLSv1.2",
        Tls13 => "TLSv1.3",
        _ => $"0x{version:x4}",
    };

    /// <summary>A value that clients send to keep servers tolerant, and that means nothing (RFC 8701).</summary>
    public static bool IsGrease(ushort value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}

/// <summary>Content types of records (RFC 8446 section 5.1).</summary>
static class ContentType
{
    public const byte ChangeCipherSpec = 20, Alert = 21, Handshake = 22, ApplicationData = 23;
}

/// <summary>Types of handshake messages that are read here.</summary>
static class HandshakeType
{
    public const byte ClientHello = 1, ServerHello = 2, NewSessionTicket = 4, EndOfEarlyData = 5, EncryptedExtensions = 8, Certificate = 11,
        ServerKeyExchange = 12, ServerHelloDone = 14, ClientKeyExchange = 16, Finished = 20, KeyUpdate = 24, CompressedCertificate = 25;
}

/// <summary>Types of extensions that are read here.</summary>
static class ExtensionType
{
    public const ushort ServerName = 0, SupportedGroups = 10, PointFormats = 11, SignatureAlgorithms = 13, Alpn = 16, EncryptThenMac = 22,
        ExtendedMasterSecret = 23, SessionTicket = 35, PreSharedKey = 41, EarlyData = 42, SupportedVersions = 43;
}
