using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Analyzer.Dissection.Text;

/// <summary>
/// Counts the line ends of a text that passes in pieces, and so those that are broken: RFC 5321 section 2.3.8 allows CR and LF only
/// together. How the text is cut into pieces makes no difference.
/// </summary>
public struct LineEndCensus
{
    long _returns, _feeds, _pairs;
    bool _endsWithReturn;

    /// <summary>How many LF stand without a CR before them.</summary>
    public readonly long BareFeeds => _feeds - _pairs;

    /// <summary>How many CR stand without a LF behind them.</summary>
    public readonly long BareReturns => _returns - _pairs;

    /// <summary>Counts the next piece.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        if (_endsWithReturn && text[0] == '\n') _pairs++;
        _pairs += CountPairs(text);
        _returns += text.Count((byte)'\r');
        _feeds += text.Count((byte)'\n');
        _endsWithReturn = text[^1] == '\r';
    }

    /// <summary>Bytes are missing here: what stands before does not belong to what follows.</summary>
    public void Lose() => _endsWithReturn = false;

    static int CountPairs(ReadOnlySpan<byte> text)
    {
        int count = 0, at = 0;
        ref byte start = ref MemoryMarshal.GetReference(text);
        for (; at < text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Vector256<byte> returns = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at), Vector256.Create((byte)'\r'));
            Vector256<byte> feeds = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at + 1), Vector256.Create((byte)'\n'));
            count += BitOperations.PopCount((returns & feeds).ExtractMostSignificantBits());
        }
        for (; at < text.Length - 1; at++)
        {
            if (text[at] == '\r' && text[at + 1] == '\n') count++;
        }
        return count;
    }
}
