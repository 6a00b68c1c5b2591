using System.Text;

namespace Analyzer.Servers.Imap;

/// <summary>How IMAP4rev1 writes mailbox names that are not ASCII (RFC 3501, section 5.1.3).</summary>
static class ModifiedUtf7
{
    public static string Encode(string text)
    {
        var result = new StringBuilder();
        for (int at = 0; at < text.Length;)
        {
            int length = text.AsSpan(at).IndexOfAnyInRange(' ', '~');
            length = length < 0 ? text.Length - at : length;
            if (length > 0)
            {
                string base64 = Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(text, at, length));
                result.Append('&').Append(base64.TrimEnd('=').Replace('/', ',')).Append('-');
                at += length;
                continue;
            }
            result.Append(text[at]);
            if (text[at] == '&') result.Append('-');
            at++;
        }
        return result.ToString();
    }

    /// <summary>Null: it is no such text.</summary>
    public static string? Decode(string text)
    {
        var result = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] > '~') return null;
            if (text[at] != '&')
            {
                result.Append(text[at]);
                continue;
            }
            int end = text.IndexOf('-', at);
            if (end < 0) return null;
            if (end == at + 1) result.Append('&');
            else if (Shifted(text[(at + 1)..end]) is { } shifted) result.Append(shifted);
            else return null;
            at = end;
        }
        return result.ToString();
    }

    static string? Shifted(string base64)
    {
        string padded = base64.Replace(',', '/') + new string('=', (4 - base64.Length % 4) % 4);
        byte[] bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out int length) && length % 2 == 0 ? Encoding.BigEndianUnicode.GetString(bytes, 0, length) : null;
    }
}
