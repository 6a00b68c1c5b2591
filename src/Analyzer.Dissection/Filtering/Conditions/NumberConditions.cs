using System.Collections.Immutable;
using System.Globalization;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>A number between two, both included.</summary>
sealed class NumberCondition(long lowest, long highest) : Condition
{
    public override bool Is(long value) => value >= lowest && value <= highest;

    /// <summary>The condition that an operator and a number make.</summary>
    public static NumberCondition From(FilterOperator op, long number) => op switch
    {
        FilterOperator.Less => number == long.MinValue ? new(1, 0) : new(long.MinValue, number - 1),
        FilterOperator.LessOrEqual => new(long.MinValue, number),
        FilterOperator.Greater => number == long.MaxValue ? new(1, 0) : new(number + 1, long.MaxValue),
        FilterOperator.GreaterOrEqual => new(number, long.MaxValue),
        _ => new(number, number),
    };
}

/// <summary>Numbers as a filter writes them.</summary>
static class NumberLiteral
{
    /// <summary>Units of bytes and counts: powers of 1000, and of 1024 with an i.</summary>
    public static readonly ImmutableArray<(string Name, decimal Factor)> Sizes =
    [
        ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("B", 1),
        ("kB", 1e3m), ("MB", 1e6m), ("GB", 1e9m), ("TB", 1e12m), ("kiB", 1024m), ("MiB", 1024m * 1024), ("GiB", 1024m * 1024 * 1024),
    ];

    /// <summary>Units of durations, in nanoseconds; a number without one is seconds.</summary>
    public static readonly ImmutableArray<(string Name, decimal Factor)> Durations =
    [
        ("", 1e9m), ("ns", 1), ("us", 1e3m), ("ms", 1e6m), ("s", 1e9m), ("m", 60e9m), ("h", 3600e9m), ("d", 86400e9m),
    ];

    /// <summary>Reads a number with a unit. False: it is none, or too large.</summary>
    public static bool TryParse(string text, ImmutableArray<(string Name, decimal Factor)> units, out long number)
    {
        number = 0;
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        if (!decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)) return false;
        if (!TryUnit(text[digits..], units, out decimal factor) || value > long.MaxValue / factor) return false;
        number = (long)(value * factor);
        return true;
    }

    static bool TryUnit(string name, ImmutableArray<(string Name, decimal Factor)> units, out decimal factor)
    {
        factor = 1;
        foreach ((string known, decimal value) in units)
        {
            // Case carries no meaning: within one of these lists no two units differ by it alone.
            if (!known.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            factor = value;
            return true;
        }
        return name.Length == 0;
    }
}
