namespace Analyzer.Terminal.Selftest;

/// <summary>How an analysis did on one object of the truth.</summary>
enum Verdict
{
    /// <summary>Found, byte for byte.</summary>
    Exact,

    /// <summary>Not to be had as a whole, and said so.</summary>
    Marked,

    /// <summary>Not found though it is there, or shown as whole though it is not.</summary>
    Wrong,
}
