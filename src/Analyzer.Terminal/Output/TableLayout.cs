namespace Analyzer.Terminal.Output;

/// <summary>Divides the width of a line among columns.</summary>
static class TableLayout
{
    /// <summary>Blanks between two columns.</summary>
    public const int Gap = 2;

    /// <summary>
    /// The width of each column; 0: there is no room for it. Columns of low rank stay longest, none gets less than its least width
    /// (unless even those of rank 0 have no room) or more than it needs, and what is left goes to those that need most.
    /// </summary>
    public static int[] Fit(ReadOnlySpan<int> needed, ReadOnlySpan<int> least, ReadOnlySpan<int> rank, int available)
    {
        var widths = new int[needed.Length];
        for (int i = 0; i < widths.Length; i++) widths[i] = Math.Max(1, Math.Min(needed[i], least[i]));
        while (Total(widths) > available && Dropped(widths, rank) is { } dropped) widths[dropped] = 0;
        while (Total(widths) > available && Widest(widths) is { } wide) widths[wide]--;
        int left = available - Total(widths);
        while (left > 0)
        {
            int wanting = 0;
            for (int i = 0; i < widths.Length; i++)
            {
                if (widths[i] > 0 && widths[i] < needed[i]) wanting++;
            }
            if (wanting == 0) break;
            int share = Math.Max(1, left / wanting);
            for (int i = 0; i < widths.Length && left > 0; i++)
            {
                if (widths[i] == 0 || widths[i] >= needed[i]) continue;
                int more = Math.Min(Math.Min(share, left), needed[i] - widths[i]);
                widths[i] += more;
                left -= more;
            }
        }
        return widths;
    }

    static int Total(ReadOnlySpan<int> widths)
    {
        int total = -Gap;
        foreach (int width in widths) total += width == 0 ? 0 : width + Gap;
        return total;
    }

    static int? Dropped(ReadOnlySpan<int> widths, ReadOnlySpan<int> rank)
    {
        int? found = null;
        for (int i = 0; i < widths.Length; i++)
        {
            if (widths[i] > 0 && rank[i] > 0 && (found is null || rank[i] >= rank[found.Value])) found = i;
        }
        return found;
    }

    static int? Widest(ReadOnlySpan<int> widths)
    {
        int widest = 0;
        for (int i = 1; i < widths.Length; i++)
        {
            if (widths[i] > widths[widest]) widest = i;
        }
        return widths[widest] > 1 ? widest : null;
    }
}
