using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Composing;

/// <summary>Text as ASCII in short lines that can still be read (RFC 2045 6.7).</summary>
static class QuotedPrintable
{
    /// <summary>Characters of a line, without its end.</summary>
    public const int MaxLine = 76;

    /// <summary>Encodes text whose lines end in CRLF.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 8));
        foreach (string line in text.Split("\r\n")[..^1]) EncodeLine(line, encoded);
        return encoded.ToString();
    }

    static void EncodeLine(string line, StringBuilder encoded)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        int column = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            byte next = bytes[index];
            bool isLast = index == bytes.Length - 1;
            // A blank at the end of a line would be lost on the way.
            bool isPlain = next is >= 33 and <= 126 and not (byte)'=' || (next is (byte)' ' or (byte)'\t' && !isLast);
            int width = isPlain ? 1 : 3;
            if (column + width > MaxLine - (isLast ? 0 : 1))
            {
                encoded.Append("=\r\n");
                column = 0;
            }
            if (isPlain) encoded.Append((char)next);
            else encoded.Append(CultureInfo.InvariantCulture, $"={next:X2}");
            column += width;
        }
        encoded.Append("\r\n");
    }
}
