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
        if (Key is not null) Sort(rows, Keys(matched, Key), Comparer<long>.Default);
        else if (Text is not null) Sort(rows, Keys(matched, record => Text(record) ?? ""), StringComparer.OrdinalIgnoreCase);
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

    TKey[] Keys<TKey>(int[] places, Func<T, TKey> key)
    {
        var keys = new TKey[places.Length];
        for (int i = 0; i < places.Length; i++) keys[i] = key(Source[places[i]]);
        return keys;
    }

    // Rows that compare equal stay in the order of the source, whichever way the others go.
    void Sort<TKey>(int[] rows, TKey[] keys, IComparer<TKey> comparer)
    {
        Array.Sort(keys, rows, ReferenceEquals(comparer, Comparer<TKey>.Default) ? null : comparer);
        if (IsDescending)
        {
            Array.Reverse(keys);
            Array.Reverse(rows);
        }
        for (int start = 0, end; start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && comparer.Compare(keys[start], keys[end]) == 0;) end++;
            if (end - start > 1) Array.Sort(rows, start, end - start);
        }
    }
}
