using Analyzer.Dissection;
using Analyzer.Dissection.Filtering;

namespace Analyzer.Terminal.Commands;

/// <summary>What the user asked for, in as far as it concerns the reading of captures.</summary>
sealed record RunRequest
{
    /// <summary>As they were named.</summary>
    public required IReadOnlyList<string> Captures { get; init; }

    /// <summary>Each capture is a run of its own; else all are pieces of one.</summary>
    public bool IsCollection { get; init; }

    /// <summary>How many captures of a collection are read at once, at least 1.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>How they are analysed.</summary>
    public required AnalysisOptions Options { get; init; }

    /// <summary>What is let through; null: all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>What the filter decides on.</summary>
    public FilterScope Scope { get; init; }

    /// <summary>No progress and no warnings.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The same, with contents hashed only if somebody sees the hashes: the user, or a filter.</summary>
    public RunRequest Hashing(bool isSeen) => this with { Options = Options with { Hash = Options.Hash && (isSeen || Filter is not null) } };

    /// <summary>Records go out while the captures are read.</summary>
    public bool IsStreaming { get; init; }
}
