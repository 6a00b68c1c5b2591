namespace Analyzer.Servers.Imap;

/// <summary>A mailbox name with wildcards: <c>*</c> for any text, <c>%</c> for any within a level (RFC 9051, section 6.3.9).</summary>
static class ListPattern
{
    /// <summary>In time of pattern times name, however many wildcards there are.</summary>
    public static bool Matches(string pattern, string name)
    {
        // reached[i]: the pattern so far can be the first i characters of the name.
        bool[] reached = new bool[name.Length + 1];
        reached[0] = true;
        foreach (char c in pattern)
        {
            bool[] next = new bool[name.Length + 1];
            for (int i = 0; i <= name.Length; i++)
            {
                if (c is '*' or '%') next[i] = reached[i] || i > 0 && next[i - 1] && (c == '*' || name[i - 1] != '/');
                else next[i] = i > 0 && reached[i - 1] && name[i - 1] == c;
            }
            reached = next;
        }
        return reached[^1];
    }

    /// <summary>A pattern whose first level is INBOX in any case means INBOX.</summary>
    public static string Canonical(string pattern)
    {
        int end = pattern.IndexOf('/', StringComparison.Ordinal);
        string first = end < 0 ? pattern : pattern[..end];
        return first.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" + pattern[first.Length..] : pattern;
    }
}
