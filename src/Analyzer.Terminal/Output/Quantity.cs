using System.Globalization;
using Analyzer.Capture;

namespace Analyzer.Terminal.Output;

/// <summary>Amounts and times as a person reads them.</summary>
static class Quantity
{
    static readonly string[] s_units = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary><c>512</c>, <c>48.2k</c>, <c>1.5M</c>: powers of 1000, as the filter language reads them.</summary>
    public static string Short(long amount)
    {
        double value = amount;
        int unit = 0;
        // What would be rounded to 1000 belongs to the next unit.
        for (; Math.Abs(value) >= 999.95 || unit == 0 && Math.Abs(value) >= 1000; unit++) value /= 1000;
        string format = unit == 0 ? "0" : "0.0";
        return value.ToString(format, CultureInfo.InvariantCulture) + s_units[unit];
    }

    /// <summary>Bytes, with their unit.</summary>
    public static string Bytes(long amount)
    {
        string text = Short(amount);
        return char.IsAsciiLetter(text[^1]) ? $"{text[..^1]} {text[^1]}B" : $"{text} B";
    }

    /// <summary><c>1 message</c>, <c>2 messages</c>.</summary>
    public static string Count(long amount, string noun) =>
        amount.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ') + (amount == 1 ? $" {noun}" : $" {noun}s");

    /// <summary>A length of time in nanoseconds: <c>0.031 s</c>, <c>17.56 s</c>, <c>3 min 4 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Span(long nanoseconds)
    {
        double seconds = nanoseconds / 1e9;
        if (Math.Abs(seconds) < 60) return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} s");
        var span = TimeSpan.FromSeconds(seconds);
        return span.TotalHours < 1 ? $"{span.Minutes} min {span.Seconds} s" : $"{(long)span.TotalHours} h {span.Minutes} min";
    }

    /// <summary><c>2023-11-14 09:32:52</c> in UTC, or nothing when unknown.</summary>
    public static string Moment(Timestamp time) => time.IsKnown ? time.ToString()[..19].Replace('T', ' ') : "";
}
