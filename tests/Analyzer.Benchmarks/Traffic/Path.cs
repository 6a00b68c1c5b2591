namespace Analyzer.Benchmarks.Traffic;

/// <summary>What the network does to the segments of a burst.</summary>
enum PathKind
{
    /// <summary>They come once and in order.</summary>
    Good,

    /// <summary>The same, with one byte a segment.</summary>
    Tiny,

    /// <summary>They come in disorder, twice, and overlapping.</summary>
    Disordered,

    /// <summary>The same, and some are not in the capture.</summary>
    Lossy,
}

/// <summary>Cuts bytes into segments and says in which order they are captured.</summary>
static class Path
{
    /// <summary>Segments until the receiver acknowledges.</summary>
    public static int Window(PathKind kind) => kind switch
    {
        PathKind.Good => 2,
        PathKind.Tiny => 8,
        _ => 32,
    };

    /// <summary>The segments of the bytes from <paramref name="start"/> to <paramref name="end"/>, as captured.</summary>
    public static List<(int Start, int End)> Deliver(PathKind kind, int start, int end, int size, Random random, ref bool hasLost)
    {
        List<(int, int)> segments = [];
        for (int at = start; at < end; at += size) segments.Add((at, Math.Min(end, at + size)));
        return kind is PathKind.Disordered or PathKind.Lossy ? Disorder(kind, segments, start, end, random, ref hasLost) : segments;
    }

    static List<(int, int)> Disorder(PathKind kind, List<(int Start, int End)> segments, int first, int last, Random random, ref bool hasLost)
    {
        List<(int Place, int Start, int End)> sent = [];
        for (int place = 0; place < segments.Count; place++)
        {
            (int start, int end) = segments[place];
            if (kind == PathKind.Lossy && random.Next(100) < 2)
            {
                hasLost = true;
                continue;
            }
            sent.Add((place + (random.Next(10) < 3 ? random.Next(2, 24) : 0), start, end));
            if (random.Next(10) == 0) sent.Add((place + random.Next(1, 16), start, end));
            if (kind == PathKind.Lossy || random.Next(10) > 0) continue;
            int early = Math.Max(first, start - random.Next(1, Math.Max(2, end - start)));
            sent.Add((place + random.Next(16), early, Math.Min(last, early + end - start)));
        }
        return [.. sent.OrderBy(one => one.Place).Select(one => (one.Start, one.End))];
    }
}
