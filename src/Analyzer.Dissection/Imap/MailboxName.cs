using System.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Names of mailboxes: modified UTF-7 (RFC 3501 section 5.1.3) or UTF-8 (RFC 9051 section 5.1, RFC 6855), to Unicode. What is not well-formed
/// stays as it is.
/// </summary>
internal static class MailboxName
{
    /// <summary>Decodes a name. <paramref name="isUtf8"/>: the client enabled UTF-8, so <c>&amp;</c> means itself.</summary>
    public static string Decode(string name, bool isUtf8)
    {
        if (name.Equals("INBOX", StringComparison.OrdinalIgnoreCase)) return "INBOX";
        if (isUtf8 || !name.Contains('&')) return name;
        var decoded = new StringBuilder(name.Length);
        int at = 0;
        while (at < name.Length)
        {
            int shift = name.IndexOf('&', at);
            int end = shift < 0 ? -1 : name.IndexOf('-', shift);
            if (end < 0) break;
            decoded.Append(name, at, shift - at);
            if (end == shift + 1) decoded.Append('&');
            else if (!TryDecodeShifted(name.AsSpan(shift + 1, end - shift - 1), decoded)) decoded.Append(name, shift, end + 1 - shift);
            at = end + 1;
        }
        return decoded.Append(name, at, name.Length - at).ToString();
    }

    // Base64 with a comma for the slash and no padding, of UTF-16 in network order.
    static bool TryDecodeShifted(ReadOnlySpan<char> shifted, StringBuilder decoded)
    {
        int start = decoded.Length;
        (int bits, int held) = (0, 0);
        foreach (char c in shifted)
        {
            int value = SixBits(c);
            if (value < 0)
            {
                decoded.Length = start;
                return false;
            }
            bits = (bits << 6 | value) & 0x3FFFFF;
            held += 6;
            if (held < 16) continue;
            held -= 16;
            decoded.Append((char)(bits >> held & 0xFFFF));
        }
        bool isClean = held < 6 && (bits & ((1 << held) - 1)) == 0;
        if (isClean && IsWellFormed(decoded, start)) return true;
        decoded.Length = start;
        return false;
    }

    static int SixBits(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        ',' => 63,
        _ => -1,
    };

    static bool IsWellFormed(StringBuilder text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
