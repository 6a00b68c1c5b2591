using Analyzer.Capture;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>
/// What a test wants of a field's value. A field shows its values one after the other, each as what it is; a kind of value that a
/// condition is not about never meets it.
/// </summary>
abstract class Condition
{
    /// <summary>A text; null when there is none.</summary>
    public virtual bool Is(string? value) => false;

    /// <summary>A count, a size in bytes, a number of nanoseconds, or an id.</summary>
    public virtual bool Is(long value) => false;

    /// <summary>A time, or all the time between two.</summary>
    public virtual bool Is(Timestamp from, Timestamp to) => false;

    /// <summary>An address.</summary>
    public virtual bool Is(IpAddress value) => false;

    /// <summary>A claim.</summary>
    public bool Is(bool value) => Is(value ? "yes" : "no");
}

/// <summary>Any of several conditions.</summary>
sealed class AnyCondition(IReadOnlyList<Condition> conditions) : Condition
{
    public override bool Is(string? value)
    {
        foreach (Condition condition in conditions)
        {
            if (condition.Is(value)) return true;
        }
        return false;
    }

    public override bool Is(long value)
    {
        foreach (Condition condition in conditions)
        {
            if (condition.Is(value)) return true;
        }
        return false;
    }

    public override bool Is(Timestamp from, Timestamp to)
    {
        foreach (Condition condition in conditions)
        {
            if (condition.Is(from, to)) return true;
        }
        return false;
    }

    public override bool Is(IpAddress value)
    {
        foreach (Condition condition in conditions)
        {
            if (condition.Is(value)) return true;
        }
        return false;
    }
}
