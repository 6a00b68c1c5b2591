using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Text;

/// <summary>What <see cref="DotTerminatedBody.Take"/> came to.</summary>
public enum BodyStep
{
    /// <summary>All that could be taken is taken; more has to come.</summary>
    NeedsMore,

    /// <summary>The dot line was there, and is taken off the cursor. The next byte is the dialogue's.</summary>
    Ended,

    /// <summary>
    /// A dot line whose line ends are not both CR LF was passed, as content, and something follows it (it is next on the cursor):
    /// a lax receiver would have ended the text before it.
    /// </summary>
    PassedLooseEnd,
}

/// <summary>
/// Takes a text off a cursor up to the line with nothing but a dot (RFC 5321 section 4.1.1.4, RFC 1939 section 3). The text goes to
/// the sink as it stands on the wire, dots still doubled, with the CR LF before the dot line and without that line. Begins at the
/// start of a line; goes on wherever the last piece was cut.
/// </summary>
public sealed class DotTerminatedBody
{
    /// <summary>How many loose ends of one text stop <see cref="Take"/>; a hostile text could be made of nothing else.</summary>
    public const int MaxLooseEndsTold = 16;

    /// <summary>So many bytes behind a loose end are waited for, so that one can tell what follows it. Enough for a command's beginning.</summary>
    const int Lookahead = 512;

    enum DotLine
    {
        Content,
        End,
        LooseEnd,
        HeldLooseEnd,
        Unfinished,
    }

    LineScanner _scanner = new();

    /// <summary>How many LF of the text stand without a CR before them.</summary>
    public long BareFeeds => _scanner.BareFeeds;

    /// <summary>How many CR of the text stand without a LF behind them.</summary>
    public long BareReturns => _scanner.BareReturns;

    /// <summary>How many loose ends were passed.</summary>
    public int LooseEnds { get; private set; }

    /// <summary>
    /// How many bytes of a loose end are next on the cursor, with nothing behind it that can be judged; else 0. It is left there,
    /// because only the other side's answer tells whether the text has ended.
    /// </summary>
    public int HeldLooseEnd { get; private set; }

    /// <summary>Takes what can be told to be text.</summary>
    public BodyStep Take(ref StreamCursor cursor, IByteSink sink)
    {
        HeldLooseEnd = 0;
        ReadOnlySpan<byte> text = cursor.Unread;
        bool isFinal = cursor.HasEnded || cursor.IsCutByGap;
        int at = _scanner.NextDot(text, 0);
        while (at < text.Length)
        {
            DotLine kind = Judge(text[at..], _scanner.IsBehindCrLf(text, at), isFinal, out int length);
            if (kind is DotLine.End or DotLine.HeldLooseEnd or DotLine.Unfinished)
            {
                Pass(ref cursor, text[..at], sink);
                if (kind == DotLine.End) cursor.Skip(length);
                if (kind == DotLine.HeldLooseEnd) HeldLooseEnd = length;
                return kind == DotLine.End ? BodyStep.Ended : BodyStep.NeedsMore;
            }
            bool isLooseEnd = kind == DotLine.LooseEnd;
            for (int end = at + (isLooseEnd ? length : 1); at < end; at++) _scanner.Count(text, at);
            if (isLooseEnd && ++LooseEnds <= MaxLooseEndsTold)
            {
                Pass(ref cursor, text[..at], sink);
                return BodyStep.PassedLooseEnd;
            }
            at = _scanner.NextDot(text, at);
        }
        Pass(ref cursor, text, sink);
        return BodyStep.NeedsMore;
    }

    /// <summary>Bytes of the text are missing here. What follows is taken to be the middle of a line.</summary>
    public void Lose() => _scanner.Lose();

    void Pass(ref StreamCursor cursor, ReadOnlySpan<byte> text, IByteSink sink)
    {
        if (text.IsEmpty) return;
        _scanner.Pass(text);
        cursor.Take(text.Length, sink);
    }

    static DotLine Judge(ReadOnlySpan<byte> text, bool isBehindCrLf, bool isFinal, out int length)
    {
        int? end = LineEndAfterDot(text);
        length = 1 + (end ?? 0);
        if (end is null && !isFinal) return DotLine.Unfinished;
        if (end is null or 0) return DotLine.Content;
        if (isBehindCrLf && end == 2) return DotLine.End;
        ReadOnlySpan<byte> behind = text[length..];
        return isFinal || behind.Length >= Lookahead || behind.Contains((byte)'\n') ? DotLine.LooseEnd : DotLine.HeldLooseEnd;
    }

    /// <summary>How long the line end behind the dot is; 0: there is none; null: more bytes are needed to tell.</summary>
    static int? LineEndAfterDot(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1) return null;
        if (text[1] == '\n') return 1;
        if (text[1] != '\r') return 0;
        if (text.Length == 2) return null;
        return text[2] == '\n' ? 2 : 1;
    }
}
