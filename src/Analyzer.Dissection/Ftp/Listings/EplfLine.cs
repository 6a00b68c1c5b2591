using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>A line of the "easily parsed list format": a plus, facts with commas behind them, a tab, the name.</summary>
static class EplfLine
{
    /// <summary>Reads a line; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out ListingEntry? entry)
    {
        entry = null;
        int tab = line.IndexOf('\t');
        if (tab < 1 || line[0] != '+' || tab + 1 >= line.Length) return false;
        string? kind = null, modified = null, mode = null;
        long? size = null;
        ReadOnlySpan<char> facts = line[1..tab];
        foreach (Range range in facts.Split(','))
        {
            ReadOnlySpan<char> fact = facts[range];
            if (fact.IsEmpty) continue;
            switch (fact[0])
            {
                case '/': kind = "directory"; break;
                case 'r': kind ??= "file"; break;
                case 's' when long.TryParse(fact[1..], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes): size = bytes; break;
                case 'm': modified = fact[1..].ToString(); break;
                case 'u' when fact.StartsWith("up"): mode = fact[2..].ToString(); break;
            }
        }
        entry = new ListingEntry { Name = line[(tab + 1)..].ToString(), Kind = kind, Size = size, Modified = modified, Mode = mode };
        return true;
    }
}
