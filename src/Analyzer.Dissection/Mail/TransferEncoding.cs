using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>How a body is encoded for transfer (RFC 2045 6).</summary>
public enum TransferEncoding
{
    /// <summary>Short lines of ASCII; the default.</summary>
    SevenBit,

    /// <summary>Short lines with 8-bit bytes.</summary>
    EightBit,

    /// <summary>Anything.</summary>
    Binary,

    /// <summary>RFC 2045 6.7.</summary>
    QuotedPrintable,

    /// <summary>RFC 2045 6.8.</summary>
    Base64,

    /// <summary>The older encoding of uuencode(1), in no RFC.</summary>
    Uuencode,

    /// <summary>Named, but known to nobody: taken as it is.</summary>
    Unknown,
}

/// <summary>Names of transfer encodings.</summary>
internal static class TransferEncodings
{
    /// <summary>What the unfolded value of a Content-Transfer-Encoding field names; blanks, comments and quotes around it are tolerated.</summary>
    public static TransferEncoding Read(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> token = ParameterReader.FirstToken(value);
        if (token.IsEmpty || Is(token, "7bit") || Is(token, "7-bit")) return TransferEncoding.SevenBit;
        if (Is(token, "8bit") || Is(token, "8-bit")) return TransferEncoding.EightBit;
        if (Is(token, "binary")) return TransferEncoding.Binary;
        if (Is(token, "quoted-printable")) return TransferEncoding.QuotedPrintable;
        if (Is(token, "base64")) return TransferEncoding.Base64;
        if (Is(token, "x-uuencode") || Is(token, "uuencode") || Is(token, "x-uue") || Is(token, "uue")) return TransferEncoding.Uuencode;
        return TransferEncoding.Unknown;
    }

    /// <summary>Whether the encoded bytes are others than the content's.</summary>
    public static bool ChangesBytes(TransferEncoding encoding) =>
        encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.Uuencode;

    static bool Is(ReadOnlySpan<byte> token, string name) => Ascii.EqualsIgnoreCase(token, name);
}
