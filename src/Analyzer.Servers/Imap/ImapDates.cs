using System.Globalization;

namespace Analyzer.Servers.Imap;

/// <summary>Dates as IMAP writes them (RFC 9051, section 9: date, date-time).</summary>
static class ImapDates
{
    const string DateTimeForm = "dd-MMM-yyyy HH:mm:ss zzz";

    /// <summary><c>17-Jul-1996 02:44:25 -0700</c></summary>
    public static string Format(DateTimeOffset time) => time.ToString("dd-MMM-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    /// <summary>Null: it is none.</summary>
    public static DateTimeOffset? ParseDateTime(string text)
    {
        text = text.TrimStart();
        if (text.Length < 5) return null;
        string zoned = text.Insert(text.Length - 2, ":");
        if (zoned.IndexOf('-', StringComparison.Ordinal) == 1) zoned = "0" + zoned;
        return DateTimeOffset.TryParseExact(zoned, DateTimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : null;
    }

    /// <summary><c>1-Jul-1996</c>; null: it is none.</summary>
    public static DateOnly? ParseDate(string text) => DateOnly.TryParseExact(text, "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    /// <summary>The day that a message's Date field names, whatever the time zone (SENTON and its kin); null: none.</summary>
    public static DateOnly? SentOn(string? field)
    {
        if (field is null) return null;
        int comma = field.IndexOf(',', StringComparison.Ordinal);
        string[] words = field[(comma + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 3 ? null : ParseDate($"{words[0].TrimStart('0')}-{words[1]}-{words[2]}");
    }
}
