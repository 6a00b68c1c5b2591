namespace Analyzer.Dissection.Mail;

/// <summary>
/// Looks a body over for what RFC 5322 and 2045 do not allow in it: line ends that are not CRLF, lines too long, NUL, and 8-bit bytes
/// that were not declared. Each is told once a body, and not looked for again.
/// </summary>
internal sealed class BodyChecks(DefectList defects)
{
    const int MaxLineLength = 998;

    Find _wanted;
    long _offset;
    long _lineStart;
    bool _isAfterReturn;

    [Flags]
    enum Find
    {
        None = 0,
        BareLineFeed = 1,
        BareCarriageReturn = 2,
        LongLine = 4,
        Nul = 8,
        EightBit = 16,
        Lines = BareLineFeed | BareCarriageReturn | LongLine,
    }

    /// <summary>A body begins at this offset.</summary>
    public void Begin(TransferEncoding encoding, long offset)
    {
        (_offset, _lineStart, _isAfterReturn) = (offset, offset, false);
        _wanted = encoding switch
        {
            TransferEncoding.Base64 or TransferEncoding.Binary => Find.None,
            TransferEncoding.EightBit => Find.Lines | Find.Nul,
            _ => Find.Lines | Find.Nul | Find.EightBit,
        };
    }

    /// <summary>This many bytes of the body are not there.</summary>
    public void Gap(long missing)
    {
        _offset += missing;
        (_lineStart, _isAfterReturn) = (_offset, false);
    }

    /// <summary>The next bytes of the body.</summary>
    public void Look(ReadOnlySpan<byte> bytes)
    {
        if (_wanted == Find.None) return;
        int nul = Wants(Find.Nul) ? bytes.IndexOf((byte)0) : -1;
        if (nul >= 0) Tell(Find.Nul, MimeDefectKind.NulByte, _offset + nul);
        int high = Wants(Find.EightBit) ? bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) : -1;
        if (high >= 0) Tell(Find.EightBit, MimeDefectKind.Undeclared8Bit, _offset + high);
        if (Wants(Find.Lines)) LookAtLines(bytes);
        _offset += bytes.Length;
    }

    /// <summary>The body ends.</summary>
    public void End()
    {
        if (_isAfterReturn) Tell(Find.BareCarriageReturn, MimeDefectKind.BareCarriageReturn, _offset - 1);
        _isAfterReturn = false;
    }

    void LookAtLines(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        if (_isAfterReturn && !bytes.IsEmpty)
        {
            if (bytes[0] == '\n') at = 1;
            else Tell(Find.BareCarriageReturn, MimeDefectKind.BareCarriageReturn, _offset - 1);
            (_isAfterReturn, _lineStart) = (false, _offset + at);
        }

        while (at < bytes.Length)
        {
            int length = bytes[at..].IndexOfAny((byte)'\r', (byte)'\n');
            int end = length < 0 ? bytes.Length : at + length;
            if (_offset + end - _lineStart > MaxLineLength) Tell(Find.LongLine, MimeDefectKind.LineTooLong, _lineStart);
            if (length < 0) return;
            at = EndLine(bytes, end);
            _lineStart = _offset + at;
        }
    }

    /// <summary>Looks at the line end that begins here, and returns where the next line begins.</summary>
    int EndLine(ReadOnlySpan<byte> bytes, int end)
    {
        if (bytes[end] == '\n')
        {
            Tell(Find.BareLineFeed, MimeDefectKind.BareLineFeed, _offset + end);
            return end + 1;
        }

        if (end + 1 == bytes.Length)
        {
            _isAfterReturn = true;
            return end + 1;
        }

        if (bytes[end + 1] == '\n') return end + 2;
        Tell(Find.BareCarriageReturn, MimeDefectKind.BareCarriageReturn, _offset + end);
        return end + 1;
    }

    bool Wants(Find any) => (_wanted & any) != 0;

    void Tell(Find found, MimeDefectKind kind, long offset)
    {
        if (!Wants(found)) return;
        _wanted &= ~found;
        defects.Add(kind, offset);
    }
}
