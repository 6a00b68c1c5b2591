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
public struct DotTerminatedBody
{
    /// <summary>How many loose ends of one text stop <see cref="Take"/>; a hostile text could be made of nothing else.</summary>
    public const int MaxLooseEndsTold = 16;

    /// <summary>So many bytes behind a loose end are waited for, so that one can tell what follows it. Enough for a command's beginning.</summary>
    const int Lookahead = 512;

    enum Before : byte
    {
        CrLf,
        Cr,
        Lf,
        Text,
    }

    enum DotLine
    {
        Content,
        End,
        LooseEnd,
        HeldLooseEnd,
        Unfinished,
    }

    Before _before;
    LineEndCensus _lineEnds;

    /// <summary>The text's line ends so far.</summary>
    public readonly LineEndCensus LineEnds => _lineEnds;

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
        var dots = new LineDots();
        int at = 0;
        while (TryFindDot(text, ref dots, ref at))
        {
            DotLine kind = Judge(text[at..], BeforeAt(text, at), isFinal, out int length);
            switch (kind)
            {
                case DotLine.End:
                    Pass(ref cursor, text[..at], sink);
                    cursor.Skip(length);
                    return BodyStep.Ended;
                case DotLine.HeldLooseEnd:
                case DotLine.Unfinished:
                    Pass(ref cursor, text[..at], sink);
                    HeldLooseEnd = kind == DotLine.HeldLooseEnd ? length : 0;
                    return BodyStep.NeedsMore;
                case DotLine.LooseEnd when ++LooseEnds <= MaxLooseEndsTold:
                    Pass(ref cursor, text[..(at + length)], sink);
                    return BodyStep.PassedLooseEnd;
                default:
                    at++;
                    break;
            }
        }
        Pass(ref cursor, text, sink);
        return BodyStep.NeedsMore;
    }

    /// <summary>Bytes of the text are missing here. What follows is taken to be the middle of a line.</summary>
    public void Lose()
    {
        _before = Before.Text;
        _lineEnds.Lose();
    }

    void Pass(ref StreamCursor cursor, ReadOnlySpan<byte> text, IByteSink sink)
    {
        if (text.IsEmpty) return;
        _lineEnds.Add(text);
        _before = BeforeAt(text, text.Length);
        cursor.Take(text.Length, sink);
    }

    readonly Before BeforeAt(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0) return _before;
        if (text[at - 1] == '\r') return Before.Cr;
        if (text[at - 1] != '\n') return Before.Text;
        bool hasReturn = at > 1 ? text[at - 2] == '\r' : _before == Before.Cr;
        return hasReturn ? Before.CrLf : Before.Lf;
    }

    /// <summary>The next dot, from <paramref name="at"/> on, that stands directly behind a CR or LF.</summary>
    readonly bool TryFindDot(ReadOnlySpan<byte> text, ref LineDots dots, ref int at)
    {
        if (at == 0 && _before != Before.Text && text.Length > 0 && text[0] == '.') return true;
        at = dots.Next(text, at);
        return at < text.Length;
    }

    static DotLine Judge(ReadOnlySpan<byte> text, Before before, bool isFinal, out int length)
    {
        int? end = LineEndAfterDot(text);
        length = 1 + (end ?? 0);
        if (end is null && !isFinal) return DotLine.Unfinished;
        if (end is null or 0) return DotLine.Content;
        if (before == Before.CrLf && end == 2) return DotLine.End;
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

    /// <summary>The next dot behind a LF and behind a CR, each looked for once: going back and forth would cost the square of the size.</summary>
    ref struct LineDots
    {
        int _behindLf, _behindCr;

        public int Next(ReadOnlySpan<byte> text, int at)
        {
            if (at == 0 || _behindLf < at) _behindLf = Find(text, at, "\n."u8);
            if (at == 0 || _behindCr < at) _behindCr = Find(text, at, "\r."u8);
            return Math.Min(_behindLf, _behindCr);
        }

        static int Find(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> pattern)
        {
            int from = Math.Max(0, at - 1);
            int found = text[from..].IndexOf(pattern);
            return found < 0 ? text.Length : from + found + 1;
        }
    }
}
