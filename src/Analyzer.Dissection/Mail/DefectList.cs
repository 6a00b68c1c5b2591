namespace Analyzer.Dissection.Mail;

/// <summary>The defects of one message in the making, and the limits that it reached.</summary>
internal sealed class DefectList(MimeLimits limits)
{
    readonly List<MimeDefect> _defects = [];

    /// <summary>The limits reached so far.</summary>
    public MimeLimit Reached { get; private set; }

    public void Add(MimeDefectKind kind, long offset)
    {
        if (_defects.Count < limits.Defects) _defects.Add(new MimeDefect(kind, offset));
        else Reached |= MimeLimit.Defects;
    }

    public void Reach(MimeLimit limit) => Reached |= limit;

    /// <summary>The list so far in order of offset, and an empty list for the next message.</summary>
    public MimeDefect[] Take()
    {
        // A part's own defects are known at its end, behind those of what it contains.
        _defects.Sort(static (left, right) => left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.Kind.CompareTo(right.Kind));
        MimeDefect[] taken = [.. _defects];
        _defects.Clear();
        Reached = MimeLimit.None;
        return taken;
    }
}
