namespace Analyzer.Capture.Streams;

/// <summary>
/// Where the last delivered stretches of a direction lie, so that what comes again can be compared with what came first. A ring: what
/// is older than its reach is not compared.
/// </summary>
sealed class RecentExtents
{
    const int Most = 64;

    struct Stretch
    {
        public long Start;
        public Extent Extent;
    }

    Stretch[] _ring = new Stretch[8];
    int _next, _count;

    /// <summary>Remembers a stretch; the stream's offsets rise from call to call.</summary>
    public void Add(long start, Extent extent)
    {
        if (_count == _ring.Length && _ring.Length < Most)
        {
            var larger = new Stretch[_ring.Length * 4];
            for (int i = 0; i < _count; i++) larger[i] = _ring[(_next + i) % _count];
            (_ring, _next) = (larger, _count);
        }
        _ring[_next] = new Stretch { Start = start, Extent = extent };
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    /// <summary>
    /// Compares <paramref name="bytes"/>, which stand at <paramref name="start"/> of the stream, with what was delivered there. Returns
    /// the offset of the first difference in <paramref name="bytes"/>, or -1: none, as far as can be told.
    /// </summary>
    public int FirstDifference(long start, ReadOnlySpan<byte> bytes, IByteStore store)
    {
        Span<byte> before = stackalloc byte[2048];
        for (int i = 1; i <= _count; i++)
        {
            ref Stretch stretch = ref _ring[(_next - i + _ring.Length) % _ring.Length];
            long from = Math.Max(start, stretch.Start), to = Math.Min(start + bytes.Length, stretch.Start + stretch.Extent.Length);
            for (; from < to; from += before.Length)
            {
                int length = (int)Math.Min(to - from, before.Length);
                if (!store.TryRead(stretch.Extent.Slice((int)(from - stretch.Start), length), before)) break;
                int equal = bytes.Slice((int)(from - start), length).CommonPrefixLength(before[..length]);
                if (equal < length) return (int)(from - start) + equal;
            }
            if (stretch.Start <= start) break;
        }
        return -1;
    }
}
