using System.Text;
using System.Text.Unicode;

namespace Analyzer.Dissection.Mail;

/// <summary>From the raw bytes of a header field to text.</summary>
internal static class HeaderText
{
    /// <summary>
    /// The value in one line. The blanks around a fold become one: RFC 5322 2.2.3 would take out only the line end, but senders fold
    /// with tabs and indents that are not part of the text. Blanks before the value are dropped.
    /// </summary>
    public static byte[] Unfold(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t\r\n"u8);
        if (!value.ContainsAny((byte)'\r', (byte)'\n')) return value.ToArray();

        byte[] line = new byte[value.Length];
        int length = 0;
        while (true)
        {
            int fold = value.IndexOfAny((byte)'\r', (byte)'\n');
            ReadOnlySpan<byte> piece = fold < 0 ? value : value[..fold].TrimEnd(" \t"u8);
            piece.CopyTo(line.AsSpan(length));
            length += piece.Length;
            if (fold < 0) break;
            value = value[fold..].TrimStart(" \t\r\n"u8);
            if (value.IsEmpty) break;
            line[length++] = (byte)' ';
        }

        return line[..length];
    }

    /// <summary>
    /// Raw bytes as text: UTF-8 if they are (RFC 6532), else the charset given if it fits, else Windows-1252, in which every byte
    /// means something.
    /// </summary>
    public static string ToUnicode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        return Charsets.TryDecodeStrictly(bytes, charset) ?? Charsets.Windows1252.GetString(bytes);
    }
}
