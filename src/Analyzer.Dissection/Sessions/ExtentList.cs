using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Extents in the order of the bytes that they hold. Extents of one length at a constant stride fold into one run, so a bulk
/// transfer in equal packets costs next to nothing.
/// </summary>
public sealed class ExtentList
{
    struct Run
    {
        public Extent First;
        public long Stride;
        public int Count;
    }

    Run[] _runs = [];
    int _used;

    /// <summary>Bytes in all.</summary>
    public long Length { get; private set; }

    /// <summary>How many runs it takes to hold them: the memory that this list costs, in units of 32 bytes.</summary>
    public int Runs => _used;

    /// <summary>Appends an extent; one that continues its predecessor makes that longer.</summary>
    public void Add(Extent extent)
    {
        if (extent.Length == 0) return;
        Length += extent.Length;
        if (_used > 0 && TryFold(ref _runs[_used - 1], extent)) return;
        if (_used == _runs.Length) Array.Resize(ref _runs, Math.Max(4, _used * 2));
        _runs[_used++] = new Run { First = extent, Count = 1 };
    }

    static bool TryFold(ref Run run, Extent next)
    {
        Extent first = run.First;
        if (first.Capture != next.Capture) return false;
        long step = next.Offset - first.Offset;
        if (run.Count == 1)
        {
            if (step == first.Length && first.Length <= int.MaxValue - next.Length)
            {
                run.First = new Extent(first.Capture, first.Offset, first.Length + next.Length);
                return true;
            }
            if (step <= 0 || next.Length != first.Length) return false;
            run.Stride = step;
            run.Count = 2;
            return true;
        }
        if (next.Length != first.Length || step != run.Stride * run.Count || run.Count == int.MaxValue) return false;
        run.Count++;
        return true;
    }

    /// <summary>Appends a part of another list: <paramref name="length"/> bytes from its byte <paramref name="start"/> on.</summary>
    public void AddRange(ExtentList other, long start, long length)
    {
        foreach (Extent extent in other.Range(start, length)) Add(extent);
    }

    /// <summary>The extents of <paramref name="length"/> bytes from byte <paramref name="start"/> on; what lies past the end is left out.</summary>
    public IEnumerable<Extent> Range(long start, long length)
    {
        for (int i = 0; i < _used && length > 0; i++)
        {
            Run run = _runs[i];
            long size = (long)run.First.Length * run.Count;
            if (start >= size)
            {
                start -= size;
                continue;
            }
            int k = (int)(start / run.First.Length);
            for (start -= (long)k * run.First.Length; k < run.Count && length > 0; k++, start = 0)
            {
                int part = (int)Math.Min(run.First.Length - start, length);
                yield return new Extent(run.First.Capture, run.First.Offset + run.Stride * k + start, part);
                length -= part;
            }
            start = 0;
        }
    }

    /// <summary>The extents in order, as they were added (those that continued each other joined).</summary>
    public IEnumerable<Extent> All()
    {
        for (int i = 0; i < _used; i++)
        {
            Run run = _runs[i];
            for (int k = 0; k < run.Count; k++) yield return new Extent(run.First.Capture, run.First.Offset + run.Stride * k, run.First.Length);
        }
    }
}
