namespace Analyzer.Servers.Recording.Writing;

/// <summary>Which bytes of one direction a capture holds: disjoint stretches in order.</summary>
sealed class Coverage
{
    readonly List<Stretch> _held = [];

    /// <summary>The capture holds so many bytes from an offset on.</summary>
    public void Add(long offset, long length)
    {
        if (length <= 0) return;
        var added = new Stretch(offset, offset + length);
        int first = _held.FindIndex(held => held.End >= added.Start);
        if (first < 0)
        {
            _held.Add(added);
            return;
        }
        int count = 0;
        for (int i = first; i < _held.Count && _held[i].Start <= added.End; i++, count++)
        {
            added = new Stretch(Math.Min(added.Start, _held[i].Start), Math.Max(added.End, _held[i].End));
        }
        _held.RemoveRange(first, count);
        _held.Insert(first, added);
    }

    /// <summary>Whether it holds all of a stretch; an empty one is held.</summary>
    public bool Holds(Stretch wanted) => wanted.Length <= 0 || _held.Exists(held => held.Start <= wanted.Start && held.End >= wanted.End);

    /// <summary>How many bytes of a stretch it holds.</summary>
    public long HeldOf(Stretch wanted) => _held.Sum(held => Math.Max(0, Math.Min(held.End, wanted.End) - Math.Max(held.Start, wanted.Start)));

    /// <summary>What is missing of the first <paramref name="length"/> bytes.</summary>
    public IEnumerable<Stretch> Missing(long length)
    {
        long at = 0;
        foreach (Stretch held in _held)
        {
            if (held.Start > at) yield return new Stretch(at, held.Start);
            at = Math.Max(at, held.End);
        }
        if (at < length) yield return new Stretch(at, length);
    }
}

/// <summary>Bytes of a stream from an offset to before another.</summary>
readonly record struct Stretch(long Start, long End)
{
    /// <summary>How many bytes.</summary>
    public long Length => End - Start;
}
