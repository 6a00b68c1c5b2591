using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail.Dkim;

/// <summary>What a DKIM-Signature field says of the body (RFC 6376 section 3.5).</summary>
/// <param name="Domain"><c>d=</c>: who signed; null when not told.</param>
/// <param name="Selector"><c>s=</c>: which of its keys; null when not told.</param>
/// <param name="Canonicalization"><c>c=</c>'s second half: how the body was made ready, <c>simple</c> by default. Lower case.</param>
/// <param name="Algorithm"><c>a=</c>, lower case.</param>
/// <param name="BodyHash"><c>bh=</c>, decoded; null when there is none, or it is no base64.</param>
/// <param name="Length"><c>l=</c>: how much of the body counts; null: all.</param>
internal sealed record DkimSignature(string? Domain, string? Selector, string Canonicalization, string Algorithm, byte[]? BodyHash, long? Length)
{
    /// <summary>Why the hash of the body cannot be computed; null: it can.</summary>
    public string? Obstacle
    {
        get
        {
            if (BodyHash is null) return "malformed-signature";
            // RFC 8301 section 3.1: SHA-1 proves nothing any more.
            if (!Algorithm.EndsWith("-sha256", StringComparison.Ordinal)) return "unsupported-algorithm";
            return Canonicalization is "simple" or "relaxed" ? null : "unsupported-canonicalization";
        }
    }

    /// <summary>Reads the value of the field, folds included. Lenient: what cannot be read is as if it were not there.</summary>
    public static DkimSignature Parse(ReadOnlySpan<byte> value)
    {
        string? domain = null, selector = null, canonicalization = null, algorithm = null;
        byte[]? bodyHash = null;
        long? length = null;
        foreach (string tag in Encoding.UTF8.GetString(value).Split(';'))
        {
            int sign = tag.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0) continue;
            // White space may stand anywhere in a value of base64, and around any other (section 3.2).
            string text = string.Concat(tag[(sign + 1)..].Where(letter => letter is not (' ' or '\t' or '\r' or '\n')));
            switch (tag[..sign].Trim(' ', '\t', '\r', '\n'))
            {
                case "d": domain ??= text; break;
                case "s": selector ??= text; break;
                case "c": canonicalization ??= text.ToLowerInvariant(); break;
                case "a": algorithm ??= text.ToLowerInvariant(); break;
                case "bh": bodyHash ??= Decode(text); break;
                case "l" when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long octets): length ??= octets; break;
            }
        }
        return new DkimSignature(domain, selector, OfBody(canonicalization), algorithm ?? "", bodyHash, length);
    }

    // "relaxed/simple": header and body; one word alone is the header's (section 3.5).
    static string OfBody(string? canonicalization)
    {
        int slash = canonicalization?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash < 0 ? "simple" : canonicalization![(slash + 1)..];
    }

    static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length] : null;
    }
}
