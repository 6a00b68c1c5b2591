using System.Buffers;
using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Decodes the encoded words in a text (RFC 2047, with the language of RFC 2231 5). Words are found wherever they stand, also in
/// quoted strings and parameters or without blanks around them, because senders put them there. Neighbours in one charset are joined
/// before they are decoded, since a character may be split over two words. A word in an unknown charset stays as it is, visibly.
/// </summary>
internal static class EncodedWord
{
    /// <summary>The longest registered charset name has 45 characters; a language tag may follow.</summary>
    const int MaxCharsetLength = 100;

    /// <summary>The text with its encoded words decoded. Work and result are linear in its length.</summary>
    public static string Decode(string text)
    {
        int start = text.IndexOf("=?", StringComparison.Ordinal);
        if (start < 0) return text;

        var run = new Run(text);
        while (start >= 0)
        {
            int next = start + 2;
            if (TryReadHead(text, start, out string charset, out char encoding, out int content))
            {
                int end = text.IndexOf("?=", content, StringComparison.Ordinal);
                if (end < 0) break;
                run.Add(start, end + 2, charset, encoding, text.AsSpan(content, end - content));
                next = end + 2;
            }

            start = text.IndexOf("=?", next, StringComparison.Ordinal);
        }

        return run.Complete();
    }

    static bool TryReadHead(string text, int start, out string charset, out char encoding, out int content)
    {
        (charset, encoding, content) = ("", '\0', 0);
        int from = start + 2;
        ReadOnlySpan<char> rest = text.AsSpan(from, Math.Min(text.Length - from, MaxCharsetLength));
        int mark = rest.IndexOfAny('?', ' ');
        if (mark <= 0 || rest[mark] != '?') return false;

        content = from + mark + 3;
        if (content > text.Length || text[content - 1] != '?') return false;
        encoding = char.ToUpperInvariant(text[content - 2]);
        ReadOnlySpan<char> name = rest[..mark];
        int language = name.IndexOf('*');
        charset = (language < 0 ? name : name[..language]).ToString();
        return encoding is 'B' or 'Q';
    }

    /// <summary>The result in the making: what is copied, and the words in one charset that are not decoded yet.</summary>
    sealed class Run(string text)
    {
        readonly StringBuilder _result = new(text.Length);
        readonly ArrayBufferWriter<byte> _bytes = new();
        readonly Base64Decoder _base64 = new();
        string? _charset;
        int _start;
        int _end;

        public void Add(int start, int end, string charset, char encoding, ReadOnlySpan<char> content)
        {
            ReadOnlySpan<char> between = text.AsSpan(_end, start - _end);
            // RFC 2047 6.2: blanks between neighbours are no part of the text.
            bool isNeighbour = _charset != null && between.IsWhiteSpace();
            if (!isNeighbour || !charset.Equals(_charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush();
                if (!isNeighbour) _result.Append(between);
                (_charset, _start) = (charset, start);
            }

            if (encoding == 'B') DecodeB(content);
            else DecodeQ(content);
            _end = end;
        }

        public string Complete()
        {
            Flush();
            return _result.Append(text.AsSpan(_end)).ToString();
        }

        void Flush()
        {
            if (_charset == null) return;
            string? decoded = Charsets.TryDecode(_bytes.WrittenSpan, _charset);
            if (decoded != null) _result.Append(decoded);
            else _result.Append(text.AsSpan(_start, _end - _start));
            _bytes.ResetWrittenCount();
            _charset = null;
        }

        void DecodeB(ReadOnlySpan<char> content)
        {
            _base64.Decode(Encoding.Latin1.GetBytes(content.ToString()), _bytes);
            _base64.Flush(_bytes);
        }

        void DecodeQ(ReadOnlySpan<char> content)
        {
            Span<byte> target = _bytes.GetSpan(content.Length * 3);
            int length = 0;
            for (int i = 0; i < content.Length; i++)
            {
                char c = content[i];
                if (c == '=' && i + 2 < content.Length && TryReadHex(content.Slice(i + 1, 2), out byte value))
                {
                    target[length++] = value;
                    i += 2;
                }
                else if (c == '_')
                {
                    target[length++] = (byte)' ';
                }
                else
                {
                    length += c < 0x80 ? PutAscii(target[length..], c) : PutUtf8(target[length..], c);
                }
            }

            _bytes.Advance(length);
        }

        static bool TryReadHex(ReadOnlySpan<char> digits, out byte value) =>
            byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

        static int PutAscii(Span<byte> target, char c)
        {
            target[0] = (byte)c;
            return 1;
        }

        static int PutUtf8(Span<byte> target, char c) => Encoding.UTF8.GetBytes([c], target);
    }
}
