using System.Globalization;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>
/// A time as a filter writes it, which stands for all that it covers: <c>2026-11-20</c> for a day, <c>09:30</c> for a minute of any
/// day, <c>2026-11-20T09:30:15.5Z</c> for a tenth of a second. Without a zone it is UTC.
/// </summary>
/// <param name="First">Nanoseconds since the epoch, or since midnight.</param>
/// <param name="Last">The last nanosecond that it covers.</param>
/// <param name="IsTimeOfDay">No date was given.</param>
readonly record struct TimeLiteral(long First, long Last, bool IsTimeOfDay)
{
    const long Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute;

    /// <summary>Nanoseconds of a day.</summary>
    public const long Day = 24 * Hour;

    /// <summary>Reads a literal; false if it is none.</summary>
    public static bool TryParse(string text, out TimeLiteral literal)
    {
        literal = default;
        ReadOnlySpan<char> rest = text;
        bool hasDate = rest is [_, _, _, _, '-', ..];
        long start = 0, unit = Day;
        if (hasDate)
        {
            if (rest.Length < 10 || !DateOnly.TryParseExact(rest[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) return false;
            // Nanoseconds in 64 bits end in the years 1677 and 2262.
            if (date.Year is < 1678 or > 2261) return false;
            start = (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day;
            rest = rest[10..];
            if (rest.Length > 0 && rest[0] is not ('T' or 't' or ' ')) return false;
            if (rest.Length > 0) rest = rest[1..];
            if (rest.IsEmpty) return End(start, unit, isTimeOfDay: false, out literal);
        }
        if (!TryTime(ref rest, out long time, out unit)) return false;
        if (!TryZone(rest, hasDate, out long offset)) return false;
        return End(start + time - offset, unit, !hasDate, out literal);
    }

    static bool End(long start, long unit, bool isTimeOfDay, out TimeLiteral literal)
    {
        literal = new TimeLiteral(start, start + unit - 1, isTimeOfDay);
        return true;
    }

    // hh:mm, hh:mm:ss, hh:mm:ss.f with up to nine decimals.
    static bool TryTime(ref ReadOnlySpan<char> rest, out long time, out long unit)
    {
        (time, unit) = (0, Minute);
        if (!TryTwoDigits(rest, 0, 23, out int hours) || rest.Length < 5 || rest[2] != ':' || !TryTwoDigits(rest, 3, 59, out int minutes)) return false;
        time = hours * Hour + minutes * Minute;
        rest = rest[5..];
        if (rest.Length == 0 || rest[0] != ':') return true;
        if (!TryTwoDigits(rest, 1, 60, out int seconds)) return false;
        time += seconds * Second;
        unit = Second;
        rest = rest[3..];
        if (rest.Length == 0 || rest[0] != '.') return true;
        rest = rest[1..];
        int digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]) && unit > 1; digits++)
        {
            unit /= 10;
            time += (rest[digits] - '0') * unit;
        }
        rest = rest[digits..];
        return digits > 0;
    }

    static bool TryTwoDigits(ReadOnlySpan<char> text, int at, int highest, out int value)
    {
        value = -1;
        if (at + 2 > text.Length || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1])) return false;
        value = (text[at] - '0') * 10 + text[at + 1] - '0';
        return value <= highest;
    }

    static bool TryZone(ReadOnlySpan<char> zone, bool hasDate, out long offset)
    {
        offset = 0;
        if (zone.IsEmpty || zone is "Z" or "z") return true;
        // A time of any day in another zone would need two days.
        if (!hasDate || zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':') return false;
        if (!TryTwoDigits(zone, 1, 23, out int hours) || !TryTwoDigits(zone, 4, 59, out int minutes)) return false;
        offset = (hours * Hour + minutes * Minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }
}
