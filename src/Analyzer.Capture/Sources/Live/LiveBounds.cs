namespace Analyzer.Capture.Sources.Live;

/// <summary>When a live capture ends by itself.</summary>
public sealed record LiveBounds
{
    /// <summary>After so many packets.</summary>
    public long Packets { get; init; } = long.MaxValue;

    /// <summary>After so much time.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.MaxValue;

    /// <summary>When no packet has come for so long.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.MaxValue;
}
