using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>A line of MLSD or MLST (RFC 3659 section 7.2): facts, each ended by a semicolon, a blank, and the name.</summary>
static class FactLine
{
    /// <summary>Reads a line; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out ListingEntry? entry)
    {
        entry = null;
        int blank = line.IndexOf(' ');
        if (blank < 0 || blank + 1 >= line.Length) return false;
        ReadOnlySpan<char> facts = line[..blank];
        if (facts.Length > 0 && (!facts.Contains('=') || !facts.Contains(';'))) return false;
        string? kind = null, modified = null, mode = null, permissions = null, owner = null;
        long? size = null;
        foreach (Range range in facts.Split(';'))
        {
            ReadOnlySpan<char> fact = facts[range];
            int equals = fact.IndexOf('=');
            if (equals <= 0) continue;
            ReadOnlySpan<char> value = fact[(equals + 1)..];
            switch (fact[..equals].ToString().ToUpperInvariant())
            {
                case "TYPE": kind = KindOf(value); break;
                case "SIZE" or "SIZD" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes): size = bytes; break;
                case "MODIFY": modified = value.ToString(); break;
                case "PERM": permissions = value.ToString(); break;
                case "UNIX.MODE": mode = value.ToString(); break;
                case "UNIX.OWNER" or "UNIX.OWNERNAME": owner = value.ToString(); break;
                case "UNIX.UID": owner ??= value.ToString(); break;
            }
        }
        entry = new ListingEntry { Name = line[(blank + 1)..].ToString(), Kind = kind, Size = size, Modified = modified, Mode = mode ?? permissions, Owner = owner };
        return true;
    }

    static string KindOf(ReadOnlySpan<char> type)
    {
        string name = type.ToString().ToLowerInvariant();
        if (name.StartsWith("os.unix=slink", StringComparison.Ordinal) || name.StartsWith("os.unix=symlink", StringComparison.Ordinal)) return "link";
        return name == "dir" ? "directory" : name;
    }
}
