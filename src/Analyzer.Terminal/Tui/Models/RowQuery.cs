using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Which rows of a list are shown, in which order.</summary>
/// <param name="Rows">Places in the source.</param>
/// <param name="Matched">The same places in the order of the source.</param>
/// <param name="Tested">How many items of the source were looked at.</param>
/// <param name="Filter">By what.</param>
sealed record RowOrder(int[] Rows, int[] Matched, int Tested, Filter? Filter)
{
    public static readonly RowOrder Empty = new([], [], 0, null);
}

/// <summary>The question which rows to show. It is answered away from the thread of the screens.</summary>
sealed record RowQuery<T>
    where T : Record
{
    // Between two looks at whether anybody still wants to know.
    const int Step = 1024;

    public required AppendOnlyList<T> Source { get; init; }

    /// <summary>How many items of the source count.</summary>
    public required int Count { get; init; }

    /// <summary>What is let through; null: all.</summary>
    public required Filter? Filter { get; init; }

    /// <summary>What is shown at all, whatever the filter says; null: everything.</summary>
    public required Predicate<T>? Scope { get; init; }

    /// <summary>What the filter looks at.</summary>
    public required Func<T, FilterSubject> Subject { get; init; }

    /// <summary>By what the rows are sorted: numbers, or texts where there are no numbers.</summary>
    public required Func<T, long>? Key { get; init; }

    public required Func<T, string?>? Text { get; init; }

    public required bool IsDescending { get; init; }

    /// <summary>The answer. It goes on from the last one, if that had the same filter.</summary>
    public RowOrder Answer(RowOrder last, CancellationToken cancelled)
    {
        bool goesOn = last.Filter == Filter && last.Tested <= Count;
        int[] matched = Match(goesOn ? last : RowOrder.Empty, cancelled);
        int[] rows = (int[])matched.Clone();
        if (Key is not null) Sort(rows, [.. matched.Select(at => Key(Source[at]))], Comparer<long>.Default);
        else if (Text is not null) Sort(rows, [.. matched.Select(at => Text(Source[at]) ?? "")], StringComparer.OrdinalIgnoreCase);
        return new RowOrder(rows, matched, Count, Filter);
    }

    int[] Match(RowOrder last, CancellationToken cancelled)
    {
        var matched = new List<int>(last.Matched);
        for (int i = last.Tested; i < Count; i++)
        {
            if (i % Step == 0) cancelled.ThrowIfCancellationRequested();
            T record = Source[i];
            if (Scope is not null && !Scope(record)) continue;
            if (Filter is null || Filter.Matches(Subject(record))) matched.Add(i);
        }
        return [.. matched];
    }

    // Rows that compare equal stay in the order of the source.
    void Sort<TKey>(int[] rows, TKey[] keys, IComparer<TKey> comparer)
    {
        int sign = IsDescending ? -1 : 1;
        if (IsSorted(keys, comparer, sign)) return;
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        Array.Sort(order, (a, b) => comparer.Compare(keys[a], keys[b]) * sign is int byKey and not 0 ? byKey : a.CompareTo(b));
        int[] sorted = [.. order.Select(at => rows[at])];
        sorted.CopyTo(rows, 0);
    }

    static bool IsSorted<TKey>(TKey[] keys, IComparer<TKey> comparer, int sign)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            if (comparer.Compare(keys[i - 1], keys[i]) * sign > 0) return false;
        }
        return true;
    }
}
