namespace Analyzer.Dissection.Filtering;

/// <summary>Why a filter cannot be understood, and which part of it.</summary>
/// <param name="Column">Of the first character of the part, from 1.</param>
/// <param name="Length">Characters of the part, at least 1; may reach past the end of the filter.</param>
/// <param name="Message">A sentence without its full stop.</param>
public sealed record FilterError(int Column, int Length, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} (column {Column})";
}
