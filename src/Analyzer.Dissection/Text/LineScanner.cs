using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Analyzer.Dissection.Text;

/// <summary>
/// Looks through a text that passes in pieces, each byte once, for dots at the start of a line, and counts the line ends that are
/// broken: RFC 5321 section 2.3.8 allows CR and LF only together. How the text is cut into pieces makes no difference.
/// </summary>
internal struct LineScanner
{
    byte _beforeLast, _last;

    /// <summary>One that begins at the start of a line.</summary>
    public LineScanner() => (_beforeLast, _last) = ((byte)'\r', (byte)'\n');

    /// <summary>How many LF stand without a CR before them.</summary>
    public long BareFeeds { get; private set; }

    /// <summary>How many CR stand without a LF behind them.</summary>
    public long BareReturns { get; private set; }

    /// <summary>Bytes are missing here: what stands before does not belong to what follows.</summary>
    public void Lose() => _beforeLast = _last = 0;

    /// <summary>
    /// The next dot from <paramref name="from"/> on that stands directly behind a CR or LF; the text's length when there is none.
    /// Counts the line ends on the way.
    /// </summary>
    public int NextDot(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        if (at == 0 && text.Length > 0 && !IsDot(text, at)) Count(text, at++);
        if (at == 0) return 0;
        ref byte start = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Vector256<byte> here = Vector256.LoadUnsafe(ref start, (nuint)at);
            Vector256<byte> before = Vector256.LoadUnsafe(ref start, (nuint)at - 1);
            Vector256<byte> feeds = Vector256.Equals(here, Vector256.Create((byte)'\n'));
            Vector256<byte> afterReturn = Vector256.Equals(before, Vector256.Create((byte)'\r'));
            Vector256<byte> dots = Vector256.Equals(here, Vector256.Create((byte)'.')) & (afterReturn | Vector256.Equals(before, Vector256.Create((byte)'\n')));
            if (((feeds ^ afterReturn) | dots) == Vector256<byte>.Zero) continue;
            uint dot = dots.ExtractMostSignificantBits();
            int length = BitOperations.TrailingZeroCount(dot);
            uint untilDot = length == 32 ? uint.MaxValue : (1u << length) - 1;
            Count(feeds.ExtractMostSignificantBits() & untilDot, afterReturn.ExtractMostSignificantBits() & untilDot);
            if (dot != 0) return at + length;
        }
        for (; at < text.Length && !IsDot(text, at); at++) Count(text, at);
        return at;
    }

    /// <summary>Counts what is at <paramref name="at"/>: for the bytes that <see cref="NextDot"/> stopped at.</summary>
    public void Count(ReadOnlySpan<byte> text, int at) => Count(text[at] == '\n' ? 1u : 0, Before(text, at) == '\r' ? 1u : 0);

    void Count(uint feeds, uint afterReturn)
    {
        BareFeeds += BitOperations.PopCount(feeds & ~afterReturn);
        BareReturns += BitOperations.PopCount(afterReturn & ~feeds);
    }

    /// <summary>The byte before <paramref name="at"/>, which is the last piece's last at the beginning of a piece.</summary>
    public readonly byte Before(ReadOnlySpan<byte> text, int at) => at > 0 ? text[at - 1] : _last;

    /// <summary>Whether a CR and LF stand directly before <paramref name="at"/>.</summary>
    public readonly bool IsBehindCrLf(ReadOnlySpan<byte> text, int at) =>
        Before(text, at) == '\n' && (at switch { 0 => _beforeLast, 1 => _last, _ => text[at - 2] }) == '\r';

    readonly bool IsDot(ReadOnlySpan<byte> text, int at) => text[at] == '.' && Before(text, at) is (byte)'\r' or (byte)'\n';

    /// <summary>This piece has passed.</summary>
    public void Pass(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        _beforeLast = text.Length > 1 ? text[^2] : _last;
        _last = text[^1];
    }
}
