using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Reads the addresses of one value in one pass. Words gather until a comma, a bracket or a colon says what they were: a display
/// name, an address or the name of a group.
/// </summary>
internal sealed class AddressParser(string text, int limit)
{
    /// <summary>How far is looked for the end of an encoded word, which has 75 characters, or of a domain literal.</summary>
    const int MaxLookAhead = 1024;

    /// <summary>How far is looked for the end of a comment, so that many without an end cost little.</summary>
    const int MaxCommentLength = 256;

    readonly List<MailAddress> _addresses = [];

    /// <summary>The words as a name: quotes undone, one blank between words.</summary>
    readonly StringBuilder _phrase = new(32);

    /// <summary>The same words as an address: quotes kept, no blanks.</summary>
    readonly StringBuilder _raw = new(32);
    StringBuilder? _comment;
    int _at;
    int _lastWordPhrase;
    int _lastWordRaw;
    string? _angle;
    string? _group;
    bool _isGroupEmpty;
    bool _hasBlank;
    bool _hasAt;
    bool _hasOpenQuote;

    /// <summary>False: there are more than the limit.</summary>
    public bool TryReadAll(out List<MailAddress> addresses)
    {
        addresses = _addresses;
        while (_at < text.Length)
        {
            if (_addresses.Count >= limit) return false;
            ReadNext(text[_at]);
        }

        EndAddress();
        EndGroup();
        return true;
    }

    void ReadNext(char next)
    {
        switch (next)
        {
            case ' ' or '\t' or '\r' or '\n':
                _at++;
                _hasBlank = true;
                break;
            case ',':
                _at++;
                EndAddress();
                break;
            case ';':
                _at++;
                EndAddress();
                EndGroup();
                break;
            case ':' when _angle == null && _group == null && !_hasAt:
                _at++;
                BeginGroup();
                break;
            case '<' when _angle == null:
                _at++;
                ReadAngle();
                break;
            case '(' when CommentEnd() is int end and > 0:
                AddComment(text.AsSpan(_at + 1, end - _at - 2));
                _at = end;
                break;
            case '"' when QuoteEnd() is int end and > 0:
                AddWord(Unquote(text.AsSpan(_at + 1, end - _at - 2)), text.AsSpan(_at, end - _at));
                _at = end;
                break;
            default:
                ReadCharacters();
                break;
        }
    }

    /// <summary>
    /// Takes an encoded word or domain literal as one, since its commas and brackets are its own, and any other character by itself.
    /// </summary>
    void ReadCharacters()
    {
        ReadOnlySpan<char> ahead = text.AsSpan(_at, Math.Min(text.Length - _at, MaxLookAhead));
        int length = 1;
        if (ahead.StartsWith("=?")) length = Math.Max(length, EncodedWordLength(ahead));
        else if (ahead[0] == '[') length = Math.Max(length, ahead.IndexOf(']') + 1);
        AddWord(ahead[..length], ahead[..length]);
        _at += length;
    }

    static int EncodedWordLength(ReadOnlySpan<char> ahead)
    {
        int blank = ahead.IndexOf(' ');
        if (blank >= 0) ahead = ahead[..blank];
        int charset = ahead[2..].IndexOf('?');
        int content = 2 + charset + 3;
        if (charset < 0 || content > ahead.Length) return 0;
        int end = ahead[content..].IndexOf("?=");
        return end < 0 ? 0 : content + end + 2;
    }

    void AddWord(ReadOnlySpan<char> phrase, ReadOnlySpan<char> raw)
    {
        // RFC 5322 4.4: blanks may stand around "@" and "." of an address.
        bool isNewWord = _hasBlank && _raw.Length > 0 && _raw[^1] is not ('@' or '.') && raw is not (['@', ..] or ['.', ..]);
        if (_hasBlank && _phrase.Length > 0) _phrase.Append(' ');
        if (isNewWord) (_lastWordPhrase, _lastWordRaw) = (_phrase.Length, _raw.Length);
        _hasBlank = false;
        _hasAt |= raw is ['@'];
        _phrase.Append(phrase);
        _raw.Append(raw);
    }

    void AddComment(ReadOnlySpan<char> comment)
    {
        _comment ??= new StringBuilder();
        if (_comment.Length > 0) _comment.Append(' ');
        _comment.Append(Unquote(comment));
        _hasBlank = true;
    }

    /// <summary>Reads "&lt;route:address&gt;" from behind the bracket. A comma or another bracket ends it too when its own is missing.</summary>
    void ReadAngle()
    {
        int plain = 0, most = Math.Min(text.Length - _at, MaxLookAhead);
        while (plain < most && text[_at + plain] is not (':' or '"' or '(' or '<' or '>' or ',') && !char.IsWhiteSpace(text[_at + plain])) plain++;
        if (plain == most || text[_at + plain] != '>')
        {
            ReadInvolvedAngle();
            return;
        }
        _angle = text.Substring(_at, plain);
        _at += plain + 1;
        _hasBlank = true;
    }

    /// <summary>The same, where there are blanks, quotes, comments or a route.</summary>
    void ReadInvolvedAngle()
    {
        var address = new StringBuilder();
        bool isRoute = false;
        while (_at < text.Length && text[_at] is not ('>' or '<') && (text[_at] != ',' || isRoute))
        {
            char next = text[_at];
            int end = next switch { '"' => QuoteEnd(), '(' => CommentEnd(), _ => 0 };
            if (end > 0 && next == '"') address.Append(text, _at, end - _at);
            else if (end == 0 && !char.IsWhiteSpace(next)) address.Append(next);
            if (next == '@' && address.Length == 1) isRoute = true;
            if (next == ':' && isRoute) (isRoute, _) = (false, address.Clear());
            _at = end > 0 ? end : _at + 1;
        }

        if (_at < text.Length && text[_at] == '>') _at++;
        _angle = address.ToString();
        _hasBlank = true;
    }

    void EndAddress()
    {
        string address = _angle ?? _raw.ToString(_lastWordRaw, _raw.Length - _lastWordRaw);
        bool isAddress = _angle != null || address.Contains('@');
        string name = isAddress && _angle == null ? _phrase.ToString(0, _lastWordPhrase) : _phrase.ToString();
        if (!isAddress) (address, name) = (name, "");
        if (name.Length == 0 && isAddress) name = _comment?.ToString() ?? "";
        if (!isAddress) address = EncodedWord.Decode(address.Trim());
        if (address.Length > 0 || name.Length > 0 || _angle != null) Add(EncodedWord.Decode(name.Trim()), address);
        ClearWords();
    }

    void Add(string name, string address)
    {
        _isGroupEmpty = false;
        _addresses.Add(new MailAddress(name, address, _group));
    }

    void BeginGroup()
    {
        _group = EncodedWord.Decode(_phrase.ToString().Trim());
        _isGroupEmpty = true;
        ClearWords();
    }

    void EndGroup()
    {
        if (_group != null && _isGroupEmpty) Add("", "");
        _group = null;
    }

    void ClearWords()
    {
        _phrase.Clear();
        _raw.Clear();
        _comment?.Clear();
        (_lastWordPhrase, _lastWordRaw, _angle, _hasBlank, _hasAt) = (0, 0, null, false, false);
    }

    /// <summary>Behind the quoted string that begins here; 0 when it has no end, and then no later one has.</summary>
    int QuoteEnd()
    {
        for (int i = _at + 1; i < text.Length && !_hasOpenQuote; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i + 1;
        }

        _hasOpenQuote = true;
        return 0;
    }

    /// <summary>Behind the comment that begins here; 0 when it has no end near by.</summary>
    int CommentEnd()
    {
        int depth = 0;
        int last = Math.Min(text.Length, _at + MaxCommentLength);
        for (int i = _at; i < last; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return i + 1;
        }

        return 0;
    }

    static string Unquote(ReadOnlySpan<char> quoted)
    {
        if (!quoted.Contains('\\')) return quoted.ToString();
        var plain = new StringBuilder(quoted.Length);
        for (int i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            plain.Append(quoted[i]);
        }

        return plain.ToString();
    }
}
