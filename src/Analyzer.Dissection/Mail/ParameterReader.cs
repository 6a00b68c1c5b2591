using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Cuts an unfolded value "main; name=value; …" into its pieces (RFC 2045 5.1), undecoded. It tolerates comments, missing quotes,
/// missing and repeated semicolons, and quotes that never end. Each byte is looked at a bounded number of times.
/// </summary>
internal ref struct ParameterReader
{
    /// <summary>Longer ones have no end, or hide something. It bounds what is read again when a comment turns out to have no end.</summary>
    const int MaxCommentLength = 1024;

    static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \t;(\"'"u8);

    ReadOnlySpan<byte> _rest;

    public ParameterReader(ReadOnlySpan<byte> value)
    {
        MainValue = FirstToken(value);
        int end = IndexOfSemicolon(value);
        _rest = end < 0 ? default : value[end..];
    }

    /// <summary>What stands before the first semicolon, without comments, quotes and blanks around it.</summary>
    public readonly ReadOnlySpan<byte> MainValue { get; }

    /// <summary>The first token of a value: without leading blanks, comments and quotes, up to a blank, semicolon, quote or comment.</summary>
    public static ReadOnlySpan<byte> FirstToken(ReadOnlySpan<byte> value)
    {
        value = SkipBlanks(value).TrimStart("\"'"u8);
        int end = value.IndexOfAny(TokenEnds);
        return end < 0 ? value : value[..end];
    }

    /// <summary>The next parameter. Its value has no quotes any more, and quoted pairs are undone.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out byte[] value)
    {
        while (true)
        {
            _rest = SkipBlanks(_rest.TrimStart("; \t"u8));
            name = default;
            value = [];
            if (_rest.IsEmpty) return false;

            int end = _rest.IndexOfAny((byte)'=', (byte)';');
            if (end < 0) return false;
            name = _rest[..end].TrimEnd(" \t"u8);
            bool hasValue = _rest[end] == '=';
            _rest = _rest[(end + 1)..];
            if (!hasValue || name.IsEmpty) continue;

            _rest = SkipBlanks(_rest);
            value = _rest.StartsWith("\""u8) ? ReadQuoted() : ReadBare();
            return true;
        }
    }

    /// <summary>Skips blanks and comments, which may nest (RFC 5322 3.2.2).</summary>
    static ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            bytes = bytes.TrimStart(" \t"u8);
            int comment = CommentLength(bytes);
            if (comment == 0) return bytes;
            bytes = bytes[comment..];
        }
    }

    /// <summary>The length of the comment that the bytes begin with; 0 when there is none or it has no end.</summary>
    static int CommentLength(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("("u8)) return 0;
        int depth = 0;
        for (int i = 0; i < bytes.Length && i < MaxCommentLength; i++)
        {
            if (bytes[i] == '\\') i++;
            else if (bytes[i] == '(') depth++;
            else if (bytes[i] == ')' && --depth == 0) return i + 1;
        }

        return 0;
    }

    /// <summary>The first semicolon outside quotes and comments.</summary>
    static int IndexOfSemicolon(ReadOnlySpan<byte> value)
    {
        bool isQuoted = false;
        int depth = 0;
        for (int i = 0; i < value.Length; i++)
        {
            byte next = value[i];
            if (next == '\\') i++;
            else if (next == '"' && depth == 0) isQuoted = !isQuoted;
            else if (next == '(' && !isQuoted) depth++;
            else if (next == ')' && !isQuoted && depth > 0) depth--;
            else if (next == ';' && !isQuoted && depth == 0) return i;
        }

        // A quote or comment without an end hides nothing.
        return isQuoted || depth > 0 ? value.IndexOf((byte)';') : -1;
    }

    byte[] ReadQuoted()
    {
        _rest = _rest[1..];
        byte[] value = new byte[_rest.Length];
        int length = 0;
        int at = 0;
        while (at < _rest.Length && !IsClosingQuote(at))
        {
            // Only these two are escaped on purpose; in "C:\name" senders forgot to.
            if (_rest[at] == '\\' && at + 1 < _rest.Length && _rest[at + 1] is (byte)'\\' or (byte)'"' && !IsLastQuote(at + 1)) at++;
            value[length++] = _rest[at++];
        }

        _rest = _rest[Math.Min(at + 1, _rest.Length)..];
        return value[..length];
    }

    /// <summary>
    /// A quote closes the value unless another quote stands before the next semicolon: then it was not escaped, as in "the "best" file".
    /// </summary>
    readonly bool IsClosingQuote(int at)
    {
        if (_rest[at] != '"') return false;
        ReadOnlySpan<byte> behind = _rest[(at + 1)..].TrimStart(" \t"u8);
        int next = behind.IndexOfAny((byte)';', (byte)'"');
        if (next < 0 || behind[next] == ';' || behind[0] == '(') return true;
        // The next parameter, its semicolon forgotten.
        int equals = behind.IndexOfAny("=;\""u8);
        bool isParameter = equals >= 0 && behind[equals] == '=' && behind[..equals].IndexOfAny((byte)' ', (byte)'\t') < 0;
        return isParameter && _rest[at + 1] is (byte)' ' or (byte)'\t';
    }

    /// <summary>Whether this is a quote with nothing behind it: then the backslash before it belongs to the value, "C:\dir\".</summary>
    readonly bool IsLastQuote(int at) => _rest[at] == '"' && _rest[(at + 1)..].TrimStart(" \t"u8).IsEmpty;

    byte[] ReadBare()
    {
        int end = _rest.IndexOf((byte)';');
        ReadOnlySpan<byte> all = (end < 0 ? _rest : _rest[..end]).TrimEnd(" \t"u8);
        _rest = end < 0 ? default : _rest[end..];

        // "us-ascii (Plain text)" has a comment, but "my report (1).pdf" lacks its quotes.
        int tokenEnd = all.IndexOfAny(" \t("u8);
        bool hasOnlyComment = tokenEnd >= 0 && SkipBlanks(all[tokenEnd..]).IsEmpty;
        return (hasOnlyComment ? all[..tokenEnd] : all).ToArray();
    }
}
