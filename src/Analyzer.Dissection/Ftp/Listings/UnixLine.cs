using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>
/// A line as <c>ls -l</c> has it. What stands between the mode and the date differs from server to server (no links, no group, owners
/// with blanks, two numbers of a device), so the date is looked for, and read from it in both directions.
/// </summary>
static class UnixLine
{
    static readonly SearchValues<char> s_ofModes = SearchValues.Create("-rwxsStTlL"), s_ofTimes = SearchValues.Create("0123456789:.");

    /// <summary>Reads a line; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out ListingEntry? entry)
    {
        entry = null;
        var words = new LineWords(line, stackalloc Range[LineWords.MaxWords]);
        if (words.Count < 4 || KindOf(words[0]) is not { } kind) return false;
        int first = FindDate(words, out int last);
        if (first < 0) return false;
        ReadOnlySpan<char> name = words.Behind(last);
        if (name.IsEmpty) return false;
        if (kind == "link" && name.IndexOf(" -> ") is > 0 and int arrow) name = name[..arrow];
        bool hasSize = long.TryParse(words[first - 1], NumberStyles.None, CultureInfo.InvariantCulture, out long size);
        int links = first > 2 && IsNumber(words[1]) ? 1 : 0;
        entry = new ListingEntry
        {
            Name = name.ToString(),
            Kind = kind,
            Size = hasSize && first > 1 && kind is not "device" ? size : null,
            Modified = words.From(first, last).ToString(),
            Mode = words[0].ToString(),
            Owner = first > links + 2 ? words[links + 1].ToString() : null,
        };
        return true;
    }

    static bool IsNumber(ReadOnlySpan<char> word) => !word.IsEmpty && word.IndexOfAnyExceptInRange('0', '9') < 0;

    static string? KindOf(ReadOnlySpan<char> mode)
    {
        // Netware has its own: d [RWCEAFMS].
        bool isMode = mode.Length is >= 10 and <= 12 ? !mode[1..10].ContainsAnyExcept(s_ofModes) : mode.Length == 1;
        if (!isMode) return null;
        return mode[0] switch
        {
            '-' => "file",
            'd' => "directory",
            'l' => "link",
            'b' or 'c' => "device",
            'p' => "pipe",
            's' => "socket",
            'D' => "door",
            _ => null,
        };
    }

    // Month day time, day month time, or year-month-day time; a year may stand in place of the time. Behind it must be a name.
    static int FindDate(in LineWords words, out int last)
    {
        for (int i = 1; i < words.Count; i++)
        {
            if (IsIsoDate(words[i]))
            {
                last = i + 1 < words.Count && IsTimeOrYear(words[i + 1]) ? i + 1 : i;
                return i;
            }
            if (i + 2 >= words.Count || !IsTimeOrYear(words[i + 2])) continue;
            if ((IsMonth(words[i]) && IsDay(words[i + 1])) || (IsDay(words[i]) && IsMonth(words[i + 1])))
            {
                last = i + 2;
                return i;
            }
        }
        last = 0;
        return -1;
    }

    static bool IsIsoDate(ReadOnlySpan<char> word) =>
        word.Length == 10 && word[4] == '-' && word[7] == '-' && IsNumber(word[..4]) && IsNumber(word[5..7]) && IsNumber(word[8..]);

    // Servers that speak another language send their own names of months.
    static bool IsMonth(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 9) return false;
        foreach (char c in word)
        {
            if (!char.IsLetter(c) && c != '.') return false;
        }
        return true;
    }

    static bool IsDay(ReadOnlySpan<char> word)
    {
        word = word.TrimEnd(".,");
        return word.Length is 1 or 2 && IsNumber(word);
    }

    static bool IsTimeOrYear(ReadOnlySpan<char> word) =>
        word.Length is >= 4 and <= 18 && char.IsAsciiDigit(word[0]) && (word.Contains(':') ? !word.ContainsAnyExcept(s_ofTimes) : word.Length == 4 && IsNumber(word));
}
