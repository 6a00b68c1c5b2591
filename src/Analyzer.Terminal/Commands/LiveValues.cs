using System.Globalization;

namespace Analyzer.Terminal.Commands;

/// <summary>Reads sizes, spans of time and rings as the live command takes them.</summary>
static class LiveValues
{
    /// <summary><c>500</c>, <c>64k</c>, <c>100M</c>, <c>2G</c>: powers of 1000, as the filter language has them. Null: it is none.</summary>
    public static long? Size(string text)
    {
        if (text.Length == 0) return null;
        long unit = text[^1] switch { 'k' or 'K' => 1_000, 'M' => 1_000_000, 'G' => 1_000_000_000, 'T' => 1_000_000_000_000, _ => 1 };
        ReadOnlySpan<char> digits = unit == 1 ? text : text.AsSpan(0, text.Length - 1);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 && number <= long.MaxValue / unit ? number * unit : null;
    }

    /// <summary><c>90</c> (seconds), <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>. Null: it is none.</summary>
    public static TimeSpan? Span(string text)
    {
        (string unit, double seconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => ("ms", 0.001),
            _ when text.EndsWith('s') => ("s", 1),
            _ when text.EndsWith('m') => ("m", 60),
            _ when text.EndsWith('h') => ("h", 3600),
            _ when text.EndsWith('d') => ("d", 86400),
            _ => ("", 1),
        };
        // Three digits after the point, and a century at most.
        bool isNumber = double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        return isNumber && number > 0 && number * seconds < 3.2e9 ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(number * seconds * 1000))) : null;
    }

    /// <summary>
    /// <c>10x100M</c>: ten files of 100 MB; <c>24x1h</c>: of an hour each; <c>24x1h,100M</c>: whichever comes first. Null: it is none.
    /// </summary>
    public static (int Files, long? Size, TimeSpan? Time)? Ring(string text)
    {
        int cross = text.IndexOf('x', StringComparison.Ordinal);
        if (cross < 0 || !int.TryParse(text.AsSpan(0, cross), NumberStyles.None, CultureInfo.InvariantCulture, out int files) || files < 2) return null;
        long? size = null;
        TimeSpan? time = null;
        foreach (string part in text[(cross + 1)..].Split(','))
        {
            // A bare number would be either.
            if (part.Length > 0 && char.IsAsciiDigit(part[^1])) return null;
            if (size is null && Size(part) is { } asSize) size = asSize;
            else if (time is null && Span(part) is { } asTime) time = asTime;
            else return null;
        }
        return (files, size, time);
    }
}
