namespace Analyzer.Dissection.Mail;

/// <summary>
/// Cuts a message into header lines, content and delimiters, and hands them to the tree. It decides on what it is shown, and takes none of
/// it when the bytes behind are needed for that: who calls it shows the same bytes again, with more behind them.
/// </summary>
internal sealed class MimeFramer
{
    readonly MimeLimits _limits;
    readonly MimeTreeBuilder _tree;
    readonly int _window;

    /// <summary>In the message, of the next byte.</summary>
    long _offset;
    bool _isLineStart;
    bool _isSkippingLine;

    /// <summary>Whether the bytes at hand are the last before a gap: then a line without its end may have been anything.</summary>
    bool _isBeforeGap;
    int _lastEnding;

    /// <summary>Whether any line so far ended in LF. If none did, CR alone ends lines in the bodies too.</summary>
    bool _hasLineFeed;

    /// <summary>Whether a header line has ended in one of the two alone, which is told once.</summary>
    bool _hasBareEnding;

    public MimeFramer(MimeLimits limits, MimeTreeBuilder tree)
    {
        _limits = limits;
        _tree = tree;
        _window = Math.Max(16 * 1024, 2 * tree.Boundaries.MaxLineLength);
    }

    /// <summary>More bytes than this always tell what they are.</summary>
    public int MaxUndecided => 2 * _limits.LineLength + _tree.Boundaries.MaxLineLength + 16;

    /// <summary>Takes what can be told, and returns how much that was.</summary>
    public int Take(ReadOnlySpan<byte> bytes) => Take(bytes, isLast: false);

    /// <summary>Takes the bytes before a gap, and the gap.</summary>
    public void TakeGap(ReadOnlySpan<byte> before, long missing)
    {
        _isBeforeGap = true;
        Take(before, isLast: true);
        _isBeforeGap = false;
        _tree.Gap(missing, _offset);
        _offset += missing;
        _isLineStart = false;
        // The rest of a header line whose beginning is missing is no field.
        _isSkippingLine = _tree.InHeader;
        _lastEnding = 0;
    }

    /// <summary>Takes the last bytes of the message, and returns its length. The next bytes are another message's.</summary>
    public long TakeLast(ReadOnlySpan<byte> bytes)
    {
        Take(bytes, isLast: true);
        long length = _offset;
        (_offset, _lastEnding) = (0, 0);
        _isLineStart = _isSkippingLine = _hasLineFeed = _hasBareEnding = false;
        return length;
    }

    /// <summary>Whether nothing can be told of these bytes, in which no line ends, until the line end comes.</summary>
    public bool NeedsLineEnd(ReadOnlySpan<byte> bytes) => _tree.InHeader && bytes.Length <= _limits.LineLength;

    int Take(ReadOnlySpan<byte> bytes, bool isLast)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[done..];
            int taken = _tree.InHeader ? TakeHeader(rest, isLast) : TakeBody(rest, isLast);
            if (taken < 0) break;
            done += taken;
            _offset += taken;
        }

        return done;
    }

    /// <summary>Takes one line of a header. -1: its end, or what the line behind it is, cannot be told yet. 0: the body begins here.</summary>
    int TakeHeader(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (_isSkippingLine) return SkipLine(bytes, isLast);
        int length = MailLine.Measure(bytes, out int ending);
        if (length == 0 && (isLast || bytes.Length > _limits.LineLength + 1)) (length, ending) = (bytes.Length, MailLine.EndingLength(bytes));
        if (length == 0) return -1;
        if (length - ending > _limits.LineLength) return TakeLongLine(bytes[.._limits.LineLength]);

        ReadOnlySpan<byte> line = bytes[..length];
        if (length == ending)
        {
            NoteEnding(line, ending);
            _tree.EndHeader(line, _offset + length);
            (_isLineStart, _lastEnding) = (true, 0);
            return length;
        }

        if (_tree.Boundaries.TryMatch(line[..^ending], out int level, out bool isClose))
        {
            return PassDelimiter(line, ending, level, isClose, _offset - _lastEnding);
        }

        return TakeField(bytes, length, ending, isLast);
    }

    int TakeField(ReadOnlySpan<byte> bytes, int length, int ending, bool isLast)
    {
        ReadOnlySpan<byte> line = bytes[..length];
        MailLineKind kind = MailLine.Classify(line);
        if (kind == MailLineKind.Field)
        {
            _tree.AddField(line, _offset);
        }
        else if (kind == MailLineKind.Continuation && _tree.HasHeaderLine)
        {
            _tree.AddContinuation(line);
        }
        else
        {
            ReadOnlySpan<byte> behind = bytes[length..];
            if (MailLine.Measure(behind, out _) == 0 && behind.Length <= _limits.LineLength && !isLast) return -1;
            // Text does not go on with a header field; a damaged header does.
            bool isHeader = kind == MailLineKind.Envelope ? MailLine.Classify(behind) == MailLineKind.Field : MailLine.IsKnownField(behind);
            if (!isHeader && !(_isBeforeGap && ending == 0)) return BeginBodyWithoutBlankLine();
            _tree.AddMalformed(line, _offset, KindOf(kind));
        }

        NoteEnding(line, ending);
        return length;
    }

    static MimeDefectKind KindOf(MailLineKind kind) => kind switch
    {
        MailLineKind.Envelope => MimeDefectKind.EnvelopeLine,
        MailLineKind.Continuation => MimeDefectKind.LeadingContinuation,
        _ => MimeDefectKind.MalformedHeaderLine,
    };

    int BeginBodyWithoutBlankLine()
    {
        _tree.AddDefect(MimeDefectKind.MissingBlankLine, _offset);
        _tree.EndHeader([], _offset);
        (_isLineStart, _lastEnding) = (true, 0);
        return 0;
    }

    int TakeLongLine(ReadOnlySpan<byte> line)
    {
        MailLineKind kind = MailLine.Classify(line);
        bool isContinuation = kind == MailLineKind.Continuation && _tree.HasHeaderLine;
        if (kind != MailLineKind.Field && !isContinuation) return BeginBodyWithoutBlankLine();
        if (isContinuation) _tree.AddContinuation(line);
        else _tree.AddField(line, _offset);
        _tree.Reach(MimeLimit.LineLength);
        _isSkippingLine = true;
        return line.Length;
    }

    /// <summary>Takes the rest of a header line that is not kept, up to and with its end.</summary>
    int SkipLine(ReadOnlySpan<byte> bytes, bool isLast)
    {
        int length = MailLine.Measure(bytes, out int ending);
        if (length == 0 && bytes[^1] == '\r' && !isLast)
        {
            _tree.SkipHeader(bytes[..^1]);
            return bytes.Length > 1 ? bytes.Length - 1 : -1;
        }

        _isSkippingLine = length == 0;
        if (length == 0) length = bytes.Length;
        _tree.SkipHeader(bytes[..length]);
        NoteEnding(bytes[..length], ending);
        return length;
    }

    /// <summary>Takes content, or one delimiter. -1: whether a delimiter begins here cannot be told yet.</summary>
    int TakeBody(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (_tree.Boundaries.IsEmpty) return TakeContent(bytes);
        if (_isLineStart)
        {
            int first = TakeDelimiter(bytes, 0, isLast);
            if (first != 0) return first;
            _isLineStart = false;
        }

        // What is searched is read again when it is decoded: so it should still be in the cache.
        if (bytes.Length > _window)
        {
            bytes = bytes[.._window];
            isLast = false;
        }

        ReadOnlySpan<byte> pattern = _hasLineFeed ? "\n--"u8 : "\r--"u8;
        int from = 0;
        while (bytes[from..].IndexOf(pattern) is int at and >= 0)
        {
            int line = from + at + 1;
            int start = line > 1 && _hasLineFeed && bytes[line - 2] == '\r' ? line - 2 : line - 1;
            int taken = IsDelimiter(bytes[line..], isLast);
            if (taken != 0) return start > 0 ? TakeContent(bytes[..start]) : TakeDelimiter(bytes, line, isLast);
            from = line + 2;
        }

        int end = bytes.Length - (isLast ? 0 : OpenEndLength(bytes));
        return end == 0 ? -1 : TakeContent(bytes[..end]);
    }

    int TakeContent(ReadOnlySpan<byte> bytes)
    {
        _tree.Content(bytes);
        return bytes.Length;
    }

    /// <summary>How long the delimiter is that begins here, line end included. 0: none does. -1: it cannot be told yet.</summary>
    int IsDelimiter(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (!bytes.StartsWith("--"u8)) return bytes.Length < 2 && bytes.IndexOfAnyExcept((byte)'-') < 0 && !isLast ? -1 : 0;
        ReadOnlySpan<byte> near = bytes[..Math.Min(bytes.Length, _tree.Boundaries.MaxLineLength + 2)];
        int length = MailLine.Measure(near, out int ending);
        if (length == 0 && bytes.Length <= _tree.Boundaries.MaxLineLength + 1 && !isLast) return -1;
        if (length == 0) (length, ending) = (near.Length, MailLine.EndingLength(near));
        return _tree.Boundaries.TryMatch(near[..(length - ending)], out _, out _) ? length : 0;
    }

    /// <summary>
    /// Takes the delimiter whose line begins at <paramref name="line"/>, with the line end before it, if there is one: see
    /// <see cref="IsDelimiter"/>.
    /// </summary>
    int TakeDelimiter(ReadOnlySpan<byte> bytes, int line, bool isLast)
    {
        int length = IsDelimiter(bytes[line..], isLast);
        if (length <= 0) return length;
        ReadOnlySpan<byte> raw = bytes[..(line + length)];
        int ending = MailLine.EndingLength(raw[line..]);
        _tree.Boundaries.TryMatch(raw[line..^ending], out int level, out bool isClose);
        return PassDelimiter(raw, ending, level, isClose, _offset);
    }

    int PassDelimiter(ReadOnlySpan<byte> raw, int ending, int level, bool isClose, long start)
    {
        NoteEnding(raw, ending);
        // RFC 2046 5.1.1: the line end behind a closing delimiter belongs to the delimiter that follows, if one does.
        if (isClose) raw = raw[..^ending];
        _tree.Delimiter(level, isClose, raw, start, _offset + raw.Length);
        _isLineStart = !isClose && !_tree.InHeader;
        // The line end of the delimiter is no line end of the next header.
        _lastEnding = 0;
        return raw.Length;
    }

    /// <summary>How many of the last bytes may begin a delimiter: a line end, perhaps with a dash behind it.</summary>
    int OpenEndLength(ReadOnlySpan<byte> bytes)
    {
        int dash = bytes.EndsWith("-"u8) ? 1 : 0;
        ReadOnlySpan<byte> before = bytes[..^dash];
        if (!_hasLineFeed) return before.EndsWith("\r"u8) ? 1 + dash : 0;
        if (before.EndsWith("\n"u8)) return MailLine.EndingLength(before) + dash;
        return dash == 0 && before.EndsWith("\r"u8) ? 1 : 0;
    }

    void NoteEnding(ReadOnlySpan<byte> line, int ending)
    {
        _lastEnding = ending;
        if (ending == 0) return;
        _hasLineFeed |= line[^1] == '\n';
        if (ending == 2 || _hasBareEnding) return;
        _hasBareEnding = true;
        _tree.AddDefect(line[^1] == '\n' ? MimeDefectKind.BareLineFeed : MimeDefectKind.BareCarriageReturn, _offset + line.Length - 1);
    }
}
