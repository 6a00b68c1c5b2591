namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>Where a live capture is kept, and how much of it.</summary>
public sealed record SpoolPlan
{
    /// <summary>The file, or with <see cref="IsRing"/> what the files' names are made from; null: a temporary directory that goes with the run.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes of a file after which the next begins.</summary>
    public long FileBytes { get; init; } = long.MaxValue;

    /// <summary>Capture time after which the next file begins.</summary>
    public TimeSpan FileTime { get; init; } = TimeSpan.MaxValue;

    /// <summary>Files that are kept; when there is one more, the oldest leaves.</summary>
    public int MaxFiles { get; init; } = int.MaxValue;

    /// <summary>Whether there may be more than one file.</summary>
    public bool IsRing => FileBytes < long.MaxValue || FileTime < TimeSpan.MaxValue;

    /// <summary>Bytes kept in memory while the disk takes no more.</summary>
    public long MemoryBytes { get; init; } = SpoolLimits.MemoryBytes;

    /// <summary>Left free on the disk.</summary>
    public long LeastFree { get; init; } = Bytes.SpoolFile.LeastFree;

    /// <summary>What is used when the user says nothing: a temporary directory that takes a bounded part of the disk.</summary>
    public static SpoolPlan Temporary { get; } = new() { FileBytes = SpoolLimits.FileBytes, MaxFiles = SpoolLimits.MaxFiles };
}

/// <summary>Bounds of a live capture's spool. What leaves it is counted.</summary>
public static class SpoolLimits
{
    /// <summary>Bytes of a file in the temporary directory: small enough that little leaves at once.</summary>
    public const long FileBytes = 64L * 1024 * 1024;

    /// <summary>Files in the temporary directory: 1 GiB together, more than any message and most transfers that are under way.</summary>
    public const int MaxFiles = 16;

    /// <summary>Bytes in memory while the disk takes no more: some seconds of a fast link, and a part of what a small machine has.</summary>
    public const long MemoryBytes = 256L * 1024 * 1024;

    /// <summary>
    /// Bytes that are put together before they are written. At low rates they are written as soon as no more packets are at hand.
    /// </summary>
    public const int ChunkBytes = 1024 * 1024;
}
