namespace Analyzer.Terminal.Tui.Models;

/// <summary>Amounts to be shown as bars.</summary>
/// <param name="Title">What is counted.</param>
/// <param name="Bars">Each with its name, its amount, and how that is written.</param>
sealed record Chart(string Title, IReadOnlyList<(string Label, long Value, string Text)> Bars);

/// <summary>Amounts over time.</summary>
/// <param name="Title">What is counted.</param>
/// <param name="Values">At equal distances.</param>
/// <param name="From">Where the time begins, as text.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Most">The largest value, as text.</param>
/// <param name="Span">From when to when, in nanoseconds since 1970.</param>
sealed record Timeline(string Title, IReadOnlyList<long> Values, string From, string To, string Most, (long From, long To) Span)
{
    /// <summary>When a value begins, in nanoseconds since 1970.</summary>
    public long TimeOf(int value) => Span.From + (long)((Span.To - Span.From) / (double)Values.Count * value);
}
