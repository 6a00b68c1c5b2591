using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>What a piece of HTML is.</summary>
internal enum HtmlPiece
{
    Text,
    OpenTag,
    CloseTag,
}

/// <summary>
/// Cuts HTML into texts and tags, as leniently as browsers do. Comments, declarations and the content of scripts and the like are passed
/// over. Each character is looked at a bounded number of times.
/// </summary>
internal ref struct HtmlReader(ReadOnlySpan<char> html)
{
    static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/>");
    static readonly SearchValues<char> AttributeNameEnds = SearchValues.Create(" \t\r\n\f/=");

    ReadOnlySpan<char> _rest = html;

    /// <summary>The text, or the tag's name as written.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>What stands behind a tag's name.</summary>
    public ReadOnlySpan<char> Attributes { get; private set; }

    /// <summary>Whether the tag closes itself, "/&gt;".</summary>
    public bool IsSelfClosed { get; private set; }

    /// <summary>Reads the next piece. False at the end.</summary>
    public bool TryRead(out HtmlPiece piece)
    {
        piece = HtmlPiece.Text;
        while (!_rest.IsEmpty)
        {
            if (_rest[0] != '<' || _rest.Length == 1)
            {
                TakeText();
                return true;
            }

            char mark = _rest[1];
            bool isClose = mark == '/';
            if (char.IsAsciiLetter(mark) || (isClose && _rest.Length > 2 && char.IsAsciiLetter(_rest[2])))
            {
                piece = isClose ? HtmlPiece.CloseTag : HtmlPiece.OpenTag;
                TakeTag(isClose ? 2 : 1);
                return true;
            }

            if (mark is not ('!' or '?' or '/'))
            {
                TakeText();
                return true;
            }

            SkipDeclaration();
        }

        return false;
    }

    /// <summary>Passes over everything up to the closing tag of this name, which is not read, or to the end.</summary>
    public void SkipTo(string name)
    {
        ReadOnlySpan<char> rest = _rest;
        while (true)
        {
            int close = rest.IndexOf("</");
            if (close < 0) break;
            rest = rest[close..];
            if (rest[2..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _rest = rest;
                return;
            }

            rest = rest[2..];
        }

        _rest = default;
    }

    /// <summary>The value of an attribute of the tag just read, its entities not decoded. False: it has none.</summary>
    public readonly bool TryFind(string name, out ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> rest = Attributes;
        value = default;
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n\f/");
            if (rest.IsEmpty) return false;
            int end = rest.IndexOfAny(AttributeNameEnds);
            ReadOnlySpan<char> found = end < 0 ? rest : rest[..Math.Max(end, 1)];
            rest = rest[found.Length..].TrimStart(" \t\r\n\f");
            value = default;
            if (rest.StartsWith("=")) rest = TakeValue(rest[1..].TrimStart(" \t\r\n\f"), out value);
            if (found.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }
    }

    static ReadOnlySpan<char> TakeValue(ReadOnlySpan<char> rest, out ReadOnlySpan<char> value)
    {
        bool isQuoted = !rest.IsEmpty && rest[0] is '"' or '\'';
        int end = isQuoted ? rest[1..].IndexOf(rest[0]) : rest.IndexOfAny(" \t\r\n\f");
        int start = isQuoted ? 1 : 0;
        value = end < 0 ? rest[start..] : rest.Slice(start, end);
        return rest[Math.Min(start + value.Length + start, rest.Length)..];
    }

    void TakeText()
    {
        int end = _rest[1..].IndexOf('<');
        Value = end < 0 ? _rest : _rest[..(end + 1)];
        _rest = _rest[Value.Length..];
    }

    void TakeTag(int start)
    {
        ReadOnlySpan<char> tag = _rest[start..];
        int nameEnd = tag.IndexOfAny(NameEnds);
        Value = nameEnd < 0 ? tag : tag[..nameEnd];
        int end = Value.Length + TagLength(tag[Value.Length..]);
        Attributes = tag[Value.Length..end];
        IsSelfClosed = Attributes.EndsWith("/");
        _rest = tag[Math.Min(end + 1, tag.Length)..];
    }

    /// <summary>Up to the "&gt;" outside quoted values; to the end when there is none.</summary>
    static int TagLength(ReadOnlySpan<char> tag)
    {
        int at = 0;
        while (true)
        {
            int next = tag[at..].IndexOfAny('>', '=');
            if (next < 0) return tag.Length;
            at += next;
            if (tag[at] == '>') return at;

            at++;
            while (at < tag.Length && char.IsWhiteSpace(tag[at])) at++;
            if (at == tag.Length || tag[at] is not ('"' or '\'')) continue;
            int close = tag[(at + 1)..].IndexOf(tag[at]);
            // A quote without an end quotes nothing.
            at += close < 0 ? 1 : close + 2;
        }
    }

    /// <summary>Passes over a comment, doctype, CDATA mark or processing instruction.</summary>
    void SkipDeclaration()
    {
        bool isComment = _rest.StartsWith("<!--");
        // From the first dashes on, since "<!-->" is a comment too.
        int end = isComment ? _rest[2..].IndexOf("-->") : _rest.IndexOf('>');
        if (end < 0) _rest = default;
        else _rest = isComment ? _rest[(2 + end + 3)..] : _rest[(end + 1)..];
    }
}
