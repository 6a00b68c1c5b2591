using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Smtp;

/// <summary>The encoding of DSN and AUTH parameters: '+' and two hexadecimal digits for what may not stand there (RFC 3461 4).</summary>
static class Xtext
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (byte next in Encoding.UTF8.GetBytes(text))
        {
            if (next is > 32 and < 127 and not (byte)'+' and not (byte)'=') encoded.Append((char)next);
            else encoded.Append(CultureInfo.InvariantCulture, $"+{next:X2}");
        }
        return encoded.ToString();
    }

    /// <summary>The text; null: it is not so encoded.</summary>
    public static string? Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] is <= ' ' or '=') return null;
            if (text[index] != '+')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, index, 1));
                continue;
            }
            if (index + 2 >= text.Length || !byte.TryParse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)) return null;
            bytes.Add(value);
            index += 2;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
