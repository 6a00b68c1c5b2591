using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>Extents of one length at a constant stride; of none, if it is the default.</summary>
struct ExtentRun(Extent first, long stride = 0, int count = 1)
{
    /// <summary>The first of them.</summary>
    public Extent First { get; private set; } = first;

    /// <summary>From the beginning of one to that of the next, more than 0 where there are several.</summary>
    public long Stride { get; private set; } = stride;

    /// <summary>How many.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Bytes in all.</summary>
    public readonly long Length => (long)First.Length * Count;

    /// <summary>Behind the last of them.</summary>
    public readonly long End => First.Offset + Stride * (Count - 1) + First.Length;

    /// <summary>One of them.</summary>
    public readonly Extent this[int index] => new(First.Capture, First.Offset + Stride * index, First.Length);

    /// <summary>Takes one more, if it goes on as those before.</summary>
    public bool TryFold(Extent next)
    {
        if (Count == 0 || First.Capture != next.Capture) return false;
        long step = next.Offset - First.Offset;
        if (Count == 1)
        {
            if (step == First.Length && First.Length <= int.MaxValue - next.Length)
            {
                First = new Extent(First.Capture, First.Offset, First.Length + next.Length);
                return true;
            }
            if (step <= 0 || next.Length != First.Length) return false;
            Stride = step;
            Count = 2;
            return true;
        }
        if (next.Length != First.Length || step != Stride * Count || Count == int.MaxValue) return false;
        Count++;
        return true;
    }
}
