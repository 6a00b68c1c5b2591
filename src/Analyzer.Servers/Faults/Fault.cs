namespace Analyzer.Servers.Faults;

/// <summary>One fault: wait, say something else, end the connection, in this order.</summary>
public sealed record Fault
{
    /// <summary>How long to wait before going on.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The reply to give instead of the right one; null: the right one.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether the connection ends here.</summary>
    public FaultEnding Ending { get; init; }
}

/// <summary>How a fault ends the connection.</summary>
public enum FaultEnding
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>In good order (FIN), without a word.</summary>
    Close,

    /// <summary>By a reset (RST).</summary>
    Reset,
}
