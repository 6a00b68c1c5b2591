using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Extents in the order of the bytes that they hold. Extents of one length at a constant stride fold into one run, so a bulk
/// transfer in equal packets costs next to nothing; where other traffic lies between them, each costs three or four bytes.
/// </summary>
/// <remarks>
/// Large captures are mostly contents, and of each the places are kept as long as the content may be asked for: as bare structures they would
/// be the largest part of the memory.
/// </remarks>
public sealed class ExtentList
{
    PackedRuns _packed;
    ExtentRun _last;

    /// <summary>Bytes in all.</summary>
    public long Length { get; private set; }

    /// <summary>How many runs it takes to hold them, each of <see cref="PackedRuns.MaxSize"/> bytes at most.</summary>
    public int Runs { get; private set; }

    /// <summary>The memory that it takes, in bytes.</summary>
    public long Cost => 120 + _packed.Capacity;

    /// <summary>Appends an extent; one that continues its predecessor makes that longer.</summary>
    public void Add(Extent extent)
    {
        if (extent.Length == 0) return;
        Length += extent.Length;
        if (_last.TryFold(extent)) return;
        if (_last.Count > 0) _packed.Add(_last);
        _last = new ExtentRun(extent);
        Runs++;
    }

    /// <summary>Appends a part of another list: <paramref name="length"/> bytes from its byte <paramref name="start"/> on.</summary>
    public void AddRange(ExtentList other, long start, long length)
    {
        foreach (Extent extent in other.Range(start, length)) Add(extent);
    }

    /// <summary>The extents of <paramref name="length"/> bytes from byte <paramref name="start"/> on; what lies past the end is left out.</summary>
    public IEnumerable<Extent> Range(long start, long length)
    {
        PackedRuns.Reader reader = _packed.Read(_last);
        while (length > 0 && reader.TryRead(out ExtentRun run))
        {
            if (start >= run.Length)
            {
                start -= run.Length;
                continue;
            }
            int i = (int)(start / run.First.Length);
            for (start -= (long)i * run.First.Length; i < run.Count && length > 0; i++, start = 0)
            {
                int part = (int)Math.Min(run.First.Length - start, length);
                yield return run[i].Slice((int)start, part);
                length -= part;
            }
            start = 0;
        }
    }

    /// <summary>The extents in order, as they were added (those that continued each other joined).</summary>
    public IEnumerable<Extent> All()
    {
        PackedRuns.Reader reader = _packed.Read(_last);
        while (reader.TryRead(out ExtentRun run))
        {
            for (int i = 0; i < run.Count; i++) yield return run[i];
        }
    }
}
