using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>A line as DOS's DIR has it, which Windows servers send: date, time, size or <c>&lt;DIR&gt;</c>, name.</summary>
static class DosLine
{
    static readonly SearchValues<char> s_ofDates = SearchValues.Create("0123456789-/."), s_ofTimes = SearchValues.Create("0123456789:APMapm");

    /// <summary>Reads a line; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out ListingEntry? entry)
    {
        entry = null;
        if (line.IsEmpty || !char.IsAsciiDigit(line[0])) return false;
        var words = new LineWords(line, stackalloc Range[4]);
        if (words.Count < 4 || !IsDate(words[0]) || !IsTime(words[1])) return false;
        string? kind = words[2] switch
        {
            "<DIR>" => "directory",
            "<JUNCTION>" or "<SYMLINK>" or "<SYMLINKD>" => "link",
            _ => null,
        };
        long? size = null;
        if (kind is null)
        {
            if (!long.TryParse(words[2], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out long bytes)) return false;
            (kind, size) = ("file", bytes);
        }
        ReadOnlySpan<char> name = words.Behind(2);
        if (kind != "file") name = name.TrimStart(' '); // <DIR> is padded to the width of sizes.
        entry = new ListingEntry { Name = name.ToString(), Kind = kind, Size = size, Modified = words.From(0, 1).ToString() };
        return true;
    }

    static bool IsDate(ReadOnlySpan<char> word) =>
        word.Length is >= 6 and <= 10 && word.IndexOfAny('-', '/', '.') > 0 && !word.ContainsAnyExcept(s_ofDates);

    static bool IsTime(ReadOnlySpan<char> word) =>
        word.Length is >= 4 and <= 8 && word.Contains(':') && !word.ContainsAnyExcept(s_ofTimes);
}
