namespace Analyzer.Servers.Pop3;

/// <summary>
/// Doubles the dots at line starts (RFC 1939, section 3), in whatever pieces the text comes; for TOP, ends after the header and some lines
/// of the body. A line is what CRLF ends: a client looks for the last dot only there.
/// </summary>
struct DotStuffer(int? bodyLines)
{
    byte _before = (byte)'\n';
    byte _twoBefore = (byte)'\r';
    int _lineLength;
    bool _isInBody;
    int _linesLeft = bodyLines ?? 0;

    /// <summary>All lines that were wanted are through.</summary>
    public bool HasEnded { get; private set; }

    public readonly bool IsAtLineStart => _before == '\n' && _twoBefore == '\r';

    /// <summary>Copies <paramref name="source"/> to <paramref name="target"/>, which is twice as long; returns the length of the result.</summary>
    public int Stuff(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        foreach (byte next in source)
        {
            if (_isInBody && bodyLines is not null && _linesLeft <= 0)
            {
                HasEnded = true;
                break;
            }
            if (next == '.' && IsAtLineStart) target[written++] = next;
            target[written++] = next;
            (_twoBefore, _before) = (_before, next);
            _lineLength++;
            if (IsAtLineStart) EndLine();
        }
        return written;
    }

    void EndLine()
    {
        if (_isInBody) _linesLeft--;
        // The empty line.
        else if (_lineLength == 2) _isInBody = true;
        _lineLength = 0;
    }
}
