using System.Text;
using System.Text.RegularExpressions;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>Undoes the encoded words of header values (RFC 2047), for searching.</summary>
static partial class EncodedWords
{
    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal)) return value;
        // Blanks between two encoded words are none.
        string joined = Between().Replace(value, "?==?");
        return Word().Replace(joined, match => Decode(match.Groups[1].Value, match.Groups[2].ValueSpan[0], match.Groups[3].Value) ?? match.Value);
    }

    static string? Decode(string charset, char encoding, string text)
    {
        // The charset may have a language after it.
        if (Charsets.Find(charset.Split('*')[0]) is not { } decoder) return null;
        bool isBase64 = encoding is 'B' or 'b';
        TransferDecoder transfer = TransferDecoder.Create(isBase64 ? "base64" : "quoted-printable")!;
        byte[] source = Encoding.Latin1.GetBytes(isBase64 ? text : text.Replace('_', ' '));
        byte[] target = new byte[source.Length + 3];
        int length = transfer.Decode(source, target);
        length += transfer.Finish(target.AsSpan(length));
        return decoder.GetString(target, 0, length);
    }

    [GeneratedRegex(@"=\?([^?\s]{1,50})\?([BbQq])\?([^?\s]*)\?=", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\?=[ \t]+=\?", RegexOptions.CultureInvariant)]
    private static partial Regex Between();
}
