namespace Analyzer.Capture.Packets.Fragments;

/// <summary>What a fragment did to its datagram.</summary>
internal enum FragmentOutcome
{
    /// <summary>All of it was new.</summary>
    New,

    /// <summary>None of it was new.</summary>
    Duplicate,

    /// <summary>Some of it was new, and what was not is equal.</summary>
    Overlap,

    /// <summary>Some bytes were there with another value, and kept it.</summary>
    Conflict,

    /// <summary>It does not fit the datagram's length, and was left out.</summary>
    Impossible,
}
