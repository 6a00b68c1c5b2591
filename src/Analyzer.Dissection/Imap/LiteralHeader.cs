namespace Analyzer.Dissection.Imap;

/// <summary>The announcement of a literal at the end of a line: <c>{n}</c>, <c>{n+}</c>, <c>{n-}</c>, <c>~{n}</c>, <c>~{n+}</c> (RFC 9051 section 4.3, RFC 7888, RFC 3516).</summary>
/// <param name="Size">Bytes announced. Nothing is reserved for them.</param>
/// <param name="Waits">The client waits for the server's go-ahead before it sends them.</param>
/// <param name="Start">Where the announcement begins in its line.</param>
internal readonly record struct LiteralHeader(long Size, bool Waits, int Start)
{
    /// <summary>Looks at the end of <paramref name="line"/>. The caller has made sure that this end is in no quoted string.</summary>
    public static bool TryFind(ReadOnlySpan<byte> line, out LiteralHeader header)
    {
        header = default;
        if (line.IsEmpty || line[^1] != '}') return false;
        int start = line.LastIndexOf((byte)'{');
        if (start < 0) return false;
        ReadOnlySpan<byte> digits = line[(start + 1)..^1];
        bool waits = digits.IsEmpty || digits[^1] is not ((byte)'+' or (byte)'-');
        if (!waits) digits = digits[..^1];
        if (!ImapToken.TryParseNumber(digits, out long size)) return false;
        if (start > 0 && line[start - 1] == '~') start--;
        // A token of its own; some servers forget the space behind an item's bracket.
        if (start > 0 && line[start - 1] is not ((byte)' ' or (byte)'(' or (byte)']' or (byte)'>')) return false;
        header = new LiteralHeader(size, waits, start);
        return true;
    }
}
