using System.Collections.Immutable;

namespace Analyzer.Dissection.Filtering;

enum FilterTokenKind
{
    End,
    Open,
    Close,
    And,
    Or,
    Not,

    /// <summary><c>field op value</c>.</summary>
    Test,

    /// <summary>A bare word.</summary>
    Word,

    /// <summary>A text in quotes.</summary>
    Phrase,

    /// <summary><c>/regex/flags</c>.</summary>
    Regex,
}

enum FilterOperator
{
    Has,
    Equal,
    NotEqual,
    Matches,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A value as it was written.</summary>
/// <param name="Text">Without its quotes.</param>
/// <param name="IsQuoted">Taken literally: no glob, no range.</param>
/// <param name="Column">From 1.</param>
readonly record struct FilterValue(string Text, bool IsQuoted, int Column);

/// <summary>The smallest part of a filter that means something.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The field's name, the word, the phrase, or the regular expression.</param>
/// <param name="Column">From 1.</param>
/// <param name="Length">Characters.</param>
readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Column, int Length)
{
    /// <summary>Of a <see cref="FilterTokenKind.Test"/>.</summary>
    public FilterOperator Operator { get; init; }

    /// <summary>Of a <see cref="FilterTokenKind.Test"/>: one, or several that were listed.</summary>
    public ImmutableArray<FilterValue> Values { get; init; }

    /// <summary>Of a <see cref="FilterTokenKind.Regex"/>: <c>i</c> was behind it.</summary>
    public bool IgnoresCase { get; init; }
}
