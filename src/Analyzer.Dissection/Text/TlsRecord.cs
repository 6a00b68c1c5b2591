namespace Analyzer.Dissection.Text;

/// <summary>Tells TLS from the lines of a dialogue.</summary>
public static class TlsRecord
{
    /// <summary>
    /// Whether these bytes begin a TLS record (RFC 8446 section 5.1: content types 20 to 23, version 3.x) or an SSL 2.0 ClientHello
    /// that offers 3.x (RFC 5246 appendix E.2). Null: more bytes are needed to tell.
    /// </summary>
    public static bool? Begins(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        if (bytes[0] is >= 20 and <= 23) return bytes.Length < 2 ? null : bytes[1] == 3;
        if (bytes[0] != 0x80) return false;
        return bytes.Length < 4 ? null : bytes[2] == 1 && bytes[3] == 3;
    }
}
