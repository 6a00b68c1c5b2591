using Analyzer.Capture;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>A time between two moments, both included; a span of time must touch them.</summary>
sealed class MomentCondition(long first, long last) : Condition
{
    public override bool Is(Timestamp from, Timestamp to) =>
        from.IsKnown && (to.IsKnown ? to.Nanoseconds : from.Nanoseconds) >= first && from.Nanoseconds <= last;
}

/// <summary>
/// A time of day (UTC) between two, both included, on any day; a span of time must touch them. The second may be the earlier one: the
/// night between them is meant.
/// </summary>
sealed class TimeOfDayCondition(long first, long last) : Condition
{
    readonly long _length = last >= first ? last - first : last - first + TimeLiteral.Day;

    public override bool Is(Timestamp from, Timestamp to)
    {
        if (!from.IsKnown) return false;
        long span = Math.Max(0, to - from);
        // How long after the window's last opening the span begins.
        long after = Modulo(Modulo(from.Nanoseconds) - first);
        return after <= _length || span >= TimeLiteral.Day - after;
    }

    static long Modulo(long nanoseconds)
    {
        long rest = nanoseconds % TimeLiteral.Day;
        return rest < 0 ? rest + TimeLiteral.Day : rest;
    }
}
