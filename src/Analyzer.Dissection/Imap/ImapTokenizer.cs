namespace Analyzer.Dissection.Imap;

/// <summary>
/// Cuts a line into tokens. A command or response goes on over several lines when literals stand between them; what it is in the
/// middle of is the reader's to remember, so the tokenizer has no state but its place in the line.
/// </summary>
/// <remarks>
/// Brackets are atom characters here: <c>BODY[HEADER.FIELDS (FROM)]&lt;0&gt;</c> is an atom, a list and an atom, which
/// <see cref="SectionReader"/> joins. So a mailbox that is called <c>[Gmail]</c> is read as what it is.
/// </remarks>
internal ref struct ImapTokenizer(ReadOnlySpan<byte> line, int start = 0)
{
    readonly ReadOnlySpan<byte> _line = line;
    int _at = start;

    /// <summary>The line ended inside a quoted string, which is against the syntax: it was read to the end of the line.</summary>
    public bool EndedInQuotes { get; private set; }

    /// <summary>What is not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _line[_at..];

    /// <summary>Reads the next token; false at the end of the line.</summary>
    public bool TryRead(out ImapToken token)
    {
        while (_at < _line.Length && _line[_at] is (byte)' ' or (byte)'\t') _at++;
        if (_at >= _line.Length)
        {
            token = default;
            return false;
        }
        token = _line[_at] switch
        {
            (byte)'(' => Take(ImapTokenKind.Open, 1),
            (byte)')' => Take(ImapTokenKind.Close, 1),
            (byte)'"' => TakeQuoted(),
            _ => Take(ImapTokenKind.Atom, AtomLength()),
        };
        return true;
    }

    ImapToken Take(ImapTokenKind kind, int length)
    {
        var token = new ImapToken { Kind = kind, Text = _line.Slice(_at, length), Start = _at };
        _at += length;
        return token;
    }

    readonly int AtomLength()
    {
        int length = _line[_at..].IndexOfAny(" ()\"\t"u8);
        return length < 0 ? _line.Length - _at : length;
    }

    ImapToken TakeQuoted()
    {
        int start = ++_at;
        while (true)
        {
            int found = _line[_at..].IndexOfAny((byte)'"', (byte)'\\');
            bool isEscape = found >= 0 && _line[_at + found] == '\\';
            if (found < 0 || (isEscape && _at + found + 1 >= _line.Length))
            {
                EndedInQuotes = true;
                _at = _line.Length;
                return new ImapToken { Kind = ImapTokenKind.Quoted, Text = _line[start..], Start = start };
            }
            _at += found + (isEscape ? 2 : 1);
            if (!isEscape) return new ImapToken { Kind = ImapTokenKind.Quoted, Text = _line[start..(_at - 1)], Start = start };
        }
    }
}
