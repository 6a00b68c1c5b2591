using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>Compares stretches of bytes by their addresses.</summary>
internal sealed class ContentComparer(IByteStore store)
{
    const int BlockSize = 16 * 1024;

    /// <summary>
    /// False: the two stretches differ. True: they are the same, or can not be read any more; then IMAP's word is taken that a
    /// message never changes (RFC 9051 section 2.3.1.1).
    /// </summary>
    public bool MayBeSame(ExtentList left, long leftStart, ExtentList right, long rightStart, long length)
    {
        if (length <= 0) return true;
        using IEnumerator<Extent> lefts = left.Range(leftStart, length).GetEnumerator();
        using IEnumerator<Extent> rights = right.Range(rightStart, length).GetEnumerator();
        byte[] a = new byte[BlockSize], b = new byte[BlockSize];
        Extent leftRest = default, rightRest = default;
        while (length > 0)
        {
            if (!TryNext(lefts, ref leftRest) || !TryNext(rights, ref rightRest)) return true;
            int part = (int)Math.Min(length, Math.Min(BlockSize, Math.Min(leftRest.Length, rightRest.Length)));
            if (!store.TryRead(leftRest.Slice(0, part), a) || !store.TryRead(rightRest.Slice(0, part), b)) return true;
            if (!a.AsSpan(0, part).SequenceEqual(b.AsSpan(0, part))) return false;
            (leftRest, rightRest) = (leftRest.Slice(part), rightRest.Slice(part));
            length -= part;
        }
        return true;
    }

    static bool TryNext(IEnumerator<Extent> extents, ref Extent rest)
    {
        if (rest.Length > 0) return true;
        if (!extents.MoveNext()) return false;
        rest = extents.Current;
        return true;
    }
}
