namespace Analyzer.Dissection.Mail;

/// <summary>The multiparts that the reader is in, outermost first, and their boundaries.</summary>
internal sealed class BoundaryStack(MimeLimits limits, DefectList defects)
{
    readonly List<(MimePart Part, byte[]? Boundary)> _open = [];

    /// <summary>Whether no line can be a delimiter.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>How many multiparts are open.</summary>
    public int Count => _open.Count;

    /// <summary>The longest line that is looked at: two dashes before, two behind, and as many blanks as a boundary may be long.</summary>
    public int MaxLineLength => 2 * limits.BoundaryLength + 4;

    public MimePart this[int level] => _open[level].Part;

    /// <summary>Opens a multipart. An empty boundary stands for one that is missing: the first line that looks like one gives it.</summary>
    public void Push(MimePart part, byte[] boundary)
    {
        foreach ((_, byte[]? other) in _open)
        {
            if (boundary.Length > 0 && boundary.AsSpan().SequenceEqual(other)) defects.Add(MimeDefectKind.DuplicateBoundary, part.Offset);
        }

        _open.Add((part, boundary.Length == 0 ? null : boundary));
    }

    /// <summary>Closes all from <paramref name="level"/> on, which may be <see cref="Count"/>.</summary>
    public void CloseFrom(int level) => _open.RemoveRange(level, _open.Count - level);

    /// <summary>
    /// Whether a line without its end is a delimiter (RFC 2046 5.1.1), and whose. It has to equal a boundary, not only begin with it. The
    /// innermost multipart is asked first: where an inner and an outer one have the same boundary, no part is lost so.
    /// </summary>
    public bool TryMatch(ReadOnlySpan<byte> line, out int level, out bool isClose)
    {
        (level, isClose) = (0, false);
        if (line.Length > MaxLineLength || !line.StartsWith("--"u8)) return false;
        ReadOnlySpan<byte> text = line[2..].TrimEnd(" \t"u8);
        for (level = _open.Count - 1; level >= 0; level--)
        {
            byte[]? boundary = _open[level].Boundary;
            if (boundary == null || !text.StartsWith(boundary)) continue;
            ReadOnlySpan<byte> rest = text[boundary.Length..];
            isClose = rest.SequenceEqual("--"u8);
            if (isClose || rest.IsEmpty) return true;
        }

        isClose = false;
        level = _open.Count - 1;
        return level >= 0 && _open[level].Boundary == null && TryAdopt(level, text);
    }

    bool TryAdopt(int level, ReadOnlySpan<byte> text)
    {
        // A signature mark ("-- ") or a ruler of dashes is no boundary.
        bool isBoundary = text.Length <= limits.BoundaryLength && !text.ContainsAny((byte)' ', (byte)'\t') && text.ContainsAnyExcept((byte)'-');
        if (isBoundary) _open[level] = (_open[level].Part, text.ToArray());
        return isBoundary;
    }
}
