using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>What came of adding a stretch.</summary>
internal enum StretchResult
{
    /// <summary>It fits.</summary>
    Added,

    /// <summary>It holds other bytes than those that were there.</summary>
    Conflict,

    /// <summary>There are too many separate stretches.</summary>
    Full,
}

/// <summary>
/// Which octets of one section of a message are there, and where they lie: stretches in order that do not overlap. Like the
/// receiver's bookkeeping of holes, apart from the bytes.
/// </summary>
internal sealed class StretchMap
{
    readonly record struct Stretch(long Start, ExtentList Extents)
    {
        public long End => Start + Extents.Length;
    }

    readonly List<Stretch> _stretches = [];
    int _comparisons;

    /// <summary>How long the section is, once that is proven.</summary>
    public long? End { get; set; }

    /// <summary>Anything is there.</summary>
    public bool HasAny => _stretches.Count > 0;

    /// <summary>How many octets from the first one on are there without a hole.</summary>
    public long Covered
    {
        get
        {
            long covered = 0;
            foreach (Stretch stretch in _stretches)
            {
                if (stretch.Start > covered) break;
                covered = stretch.End;
            }
            return covered;
        }
    }

    /// <summary>How many octets are there.</summary>
    public long Held => _stretches.Sum(stretch => stretch.Extents.Length);

    /// <summary>All of it is there.</summary>
    public bool IsWhole => End is { } end && Covered >= end;

    /// <summary>The stretches that are not there, up to the last octet that is known of.</summary>
    public IEnumerable<(long Start, long Length)> Holes(long? size)
    {
        long at = 0;
        foreach (Stretch stretch in _stretches)
        {
            if (stretch.Start > at) yield return (at, stretch.Start - at);
            at = Math.Max(at, stretch.End);
        }
        if (size > at) yield return (at, size.Value - at);
    }

    /// <summary>
    /// Adds <paramref name="length"/> octets from octet <paramref name="start"/> on, which lie in <paramref name="extents"/> from byte <paramref name="from"/> on.
    /// Octets that were there already are compared where they can be read, and kept.
    /// </summary>
    public StretchResult Add(long start, ExtentList extents, long from, long length, ContentComparer comparer)
    {
        if (length <= 0) return StretchResult.Added;
        long end = start + length;
        int index = FirstEndingAfter(start);
        long at = start;
        for (; at < end; index++)
        {
            long next = index < _stretches.Count ? Math.Min(_stretches[index].Start, end) : end;
            if (at < next)
            {
                if (!Insert(ref index, at, extents, from + at - start, next - at)) return StretchResult.Full;
                at = next;
            }
            if (at == end || index >= _stretches.Count) break;
            Stretch held = _stretches[index];
            long overlap = Math.Min(held.End, end) - at;
            if (++_comparisons <= ImapLimits.Comparisons && !comparer.MayBeSame(held.Extents, at - held.Start, extents, from + at - start, overlap)) return StretchResult.Conflict;
            at += overlap;
        }
        return StretchResult.Added;
    }

    int FirstEndingAfter(long octet)
    {
        (int low, int high) = (0, _stretches.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_stretches[middle].End > octet) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    // What continues a stretch makes it longer; index then stands at what follows.
    bool Insert(ref int index, long start, ExtentList extents, long from, long length)
    {
        if (index > 0 && _stretches[index - 1].End == start)
        {
            _stretches[index - 1].Extents.AddRange(extents, from, length);
            return true;
        }
        if (_stretches.Count == ImapLimits.Stretches) return false;
        var own = new ExtentList();
        own.AddRange(extents, from, length);
        _stretches.Insert(index++, new Stretch(start, own));
        return true;
    }

    /// <summary>Adds all that is there to another map, <paramref name="shift"/> octets further on.</summary>
    public StretchResult MoveTo(StretchMap target, long shift, ContentComparer comparer)
    {
        foreach (Stretch stretch in _stretches)
        {
            StretchResult result = target.Add(stretch.Start + shift, stretch.Extents, 0, stretch.Extents.Length, comparer);
            if (result != StretchResult.Added) return result;
        }
        return StretchResult.Added;
    }

    /// <summary>Forgets all that is there.</summary>
    public void Clear()
    {
        _stretches.Clear();
        End = null;
    }

    /// <summary>Appends the first <paramref name="length"/> octets, which must be there, to a list.</summary>
    public void CopyTo(ExtentList target, long length)
    {
        foreach (Stretch stretch in _stretches)
        {
            if (length <= 0) return;
            target.AddRange(stretch.Extents, 0, length);
            length -= stretch.Extents.Length;
        }
    }
}
