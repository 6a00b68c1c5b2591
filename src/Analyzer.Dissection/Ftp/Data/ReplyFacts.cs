using System.Globalization;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>What servers say of a transfer in the free text of their replies. Good to know, never to be relied on.</summary>
static class ReplyFacts
{
    static readonly string[] s_units = ["byte", "octet"];

    /// <summary>
    /// How many bytes the file has, or were transferred: a whole number directly before "bytes". Not a rate, and not a number that was
    /// rounded ("29.3 kbytes"). Null: it does not say.
    /// </summary>
    public static long? SizeIn(string text)
    {
        foreach (string unit in s_units)
        {
            int from = 0;
            for (int at; (at = text.IndexOf(unit, from, StringComparison.OrdinalIgnoreCase)) >= 0; from = at + unit.Length)
            {
                if (SizeBefore(text, at) is { } size && !IsRate(text.AsSpan(at + unit.Length))) return size;
            }
        }
        return null;
    }

    /// <summary>Where the next transfer begins, as the reply to a REST repeats it ("Restarting at 100", "Restart position accepted (100)"); null: it does not say.</summary>
    public static string? RestartIn(string text)
    {
        int from = text.IndexOf("restart", StringComparison.OrdinalIgnoreCase);
        int start = from < 0 ? -1 : text.AsSpan(from).IndexOfAnyInRange('0', '9');
        if (start < 0) return null;
        string number = text[(from + start)..];
        int end = number.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? number : number[..end];
    }

    static long? SizeBefore(string text, int end)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, end);
        ReadOnlySpan<char> trimmed = before.TrimEnd(' ');
        if (trimmed.Length == before.Length) return null; // "kbytes", or no blank between.
        int start = trimmed.Length;
        while (start > 0 && (char.IsAsciiDigit(trimmed[start - 1]) || trimmed[start - 1] is '.' or ',')) start--;
        return long.TryParse(trimmed[start..], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null;
    }

    static bool IsRate(ReadOnlySpan<char> behind)
    {
        if (behind.Length > 0 && behind[0] is 's' or 'S') behind = behind[1..];
        behind = behind.TrimStart(' ');
        return behind.StartsWith("/") || behind.StartsWith("per ", StringComparison.OrdinalIgnoreCase) || behind.StartsWith("p/s", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The name under which STOU stores, which only the reply tells: <c>FILE: name</c> (RFC 1123 section 4.1.2.9), and what other servers
    /// write. Null: it does not say.
    /// </summary>
    public static string? StoredName(string text)
    {
        foreach (string mark in (string[])["FILE:", "file name:", "filename:", "stored as", "connection for"])
        {
            int at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            string name = text[(at + mark.Length)..].Split('\n')[0].Trim(' ', '\r');
            if (mark != "FILE:") name = Unwrapped(name);
            if (name.Length > 0) return name;
        }
        return null;
    }

    // A name, perhaps in quotes or parentheses, perhaps with a size or a full stop behind it.
    static string Unwrapped(string text)
    {
        if (text.Length > 1 && text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is > 0 and int end) return text[1..end];
        int size = text.IndexOf(" (", StringComparison.Ordinal);
        return (size > 0 ? text[..size] : text.Split(' ')[0]).TrimEnd('.', ')', ',');
    }
}
