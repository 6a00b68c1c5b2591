namespace Analyzer.Dissection.Filtering;

/// <summary>Guesses which known word somebody meant.</summary>
public static class Suggestion
{
    // Longer words are no typing mistakes, and the comparison costs their product.
    const int MaxLength = 40;

    /// <summary>The known word that is nearest to <paramref name="word"/>; null if none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > MaxLength) return null;
        // One mistake in a short word, two in a longer one.
        int best = word.Length <= 3 ? 2 : 3;
        string? nearest = null;
        foreach (string candidate in known)
        {
            int distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= best) continue;
            (best, nearest) = (distance, candidate);
        }
        return nearest;
    }

    /// <summary><c>; did you mean 'x'?</c>, or nothing.</summary>
    public static string For(string word, IEnumerable<string> known) => Nearest(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    // How many letters have to be added, removed, replaced or swapped with a neighbour.
    static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) distance[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) distance[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                distance[i, j] = isSwapped ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
            }
        }
        return distance[a.Length, b.Length];
    }
}
