namespace Analyzer.Dissection.Tls;

/// <summary>
/// A line of a key log (draft-ietf-tls-keylogfile): a label, what names the connection, and the secret, the last two in hexadecimal.
/// Also the two older forms that some programs write: <c>RSA</c> and <c>RSA Session-ID:… Master-Key:…</c>.
/// </summary>
readonly ref struct KeyLogLine
{
    /// <summary>A client's random, or a session id, in bytes.</summary>
    public const int MaxName = 32;

    /// <summary>The longest secret that is read: one that two sides agreed on over the curve P-521.</summary>
    public const int MaxSecret = 66;

    /// <summary>So many bytes of an encrypted pre-master secret name the connection, in bytes.</summary>
    public const int EncryptedName = 8;

    KeyLogLine(TlsSecret label, ReadOnlySpan<byte> name, ReadOnlySpan<byte> secret)
    {
        Label = label;
        Name = name;
        Secret = secret;
    }

    public TlsSecret Label { get; }

    /// <summary>What names the connection, in hexadecimal.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>In hexadecimal.</summary>
    public ReadOnlySpan<byte> Secret { get; }

    /// <summary>Reads a line. Null: it is empty, or a comment; false: it is none.</summary>
    public static bool? TryParse(ReadOnlySpan<byte> text, out KeyLogLine line)
    {
        line = default;
        text = text.Trim(" \t\r"u8);
        if (text.IsEmpty || text[0] == '#') return null;
        ReadOnlySpan<byte> label = Word(ref text), name = Word(ref text), secret = Word(ref text);
        if (!text.IsEmpty || secret.IsEmpty) return false;
        TlsSecret meant = LabelOf(label);
        if (name.StartsWith("Session-ID:"u8) && secret.StartsWith("Master-Key:"u8) && meant == TlsSecret.EncryptedPreMaster)
        {
            meant = TlsSecret.SessionMaster;
            name = name["Session-ID:".Length..];
            secret = secret["Master-Key:".Length..];
        }
        bool hasLength = name.Length is > 0 and <= 2 * MaxName && secret.Length is > 0 and <= 2 * MaxSecret && name.Length % 2 == 0 && secret.Length % 2 == 0;
        bool isNamed = meant is TlsSecret.EncryptedPreMaster ? name.Length == 2 * EncryptedName : meant is TlsSecret.SessionMaster || name.Length == 64;
        if (!hasLength || !isNamed || !IsLong(meant, secret.Length / 2) || !IsHex(name) || !IsHex(secret)) return false;
        line = new KeyLogLine(meant, name, secret);
        return true;
    }

    // A secret that is not as long as such secrets are was cut: its program has not finished the line, or died.
    static bool IsLong(TlsSecret meant, int length) => meant switch
    {
        TlsSecret.Master or TlsSecret.SessionMaster => length == 48,
        TlsSecret.PreMaster or TlsSecret.EncryptedPreMaster or TlsSecret.Unused => true,
        _ => length is 32 or 48,
    };

    static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..].TrimStart((byte)' ');
        return word;
    }

    static TlsSecret LabelOf(ReadOnlySpan<byte> label) => label switch
    {
        _ when label.SequenceEqual("CLIENT_RANDOM"u8) => TlsSecret.Master,
        _ when label.SequenceEqual("PMS_CLIENT_RANDOM"u8) => TlsSecret.PreMaster,
        _ when label.SequenceEqual("RSA"u8) => TlsSecret.EncryptedPreMaster,
        _ when label.SequenceEqual("CLIENT_EARLY_TRAFFIC_SECRET"u8) => TlsSecret.ClientEarly,
        _ when label.SequenceEqual("CLIENT_HANDSHAKE_TRAFFIC_SECRET"u8) => TlsSecret.ClientHandshake,
        _ when label.SequenceEqual("SERVER_HANDSHAKE_TRAFFIC_SECRET"u8) => TlsSecret.ServerHandshake,
        _ when label.SequenceEqual("CLIENT_TRAFFIC_SECRET_0"u8) => TlsSecret.ClientTraffic,
        _ when label.SequenceEqual("SERVER_TRAFFIC_SECRET_0"u8) => TlsSecret.ServerTraffic,
        _ => TlsSecret.Unused,
    };

    /// <summary>The label of a master secret.</summary>
    public const string MasterName = "CLIENT_RANDOM";

    /// <summary>The label of a secret of TLS 1.3; null for the others, of which the master secret is written.</summary>
    public static string? NameOf(TlsSecret secret) => secret switch
    {
        TlsSecret.ClientEarly => "CLIENT_EARLY_TRAFFIC_SECRET",
        TlsSecret.ClientHandshake => "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        TlsSecret.ServerHandshake => "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        TlsSecret.ClientTraffic => "CLIENT_TRAFFIC_SECRET_0",
        TlsSecret.ServerTraffic => "SERVER_TRAFFIC_SECRET_0",
        _ => null,
    };

    static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            if (!char.IsAsciiHexDigit((char)letter)) return false;
        }
        return true;
    }
}
