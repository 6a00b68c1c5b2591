using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Terminal.Commands;

/// <summary>What the user asked for, in as far as it concerns a live capture.</summary>
sealed record LiveRequest
{
    /// <summary>How the packets are analysed.</summary>
    public required RunRequest Run { get; init; }

    /// <summary>The interfaces; none: the one with the default route.</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    /// <summary>Packets come from standard input.</summary>
    public bool IsPipe { get; init; }

    /// <summary>How the interfaces are watched.</summary>
    public required LiveOptions Options { get; init; }

    /// <summary>Where the capture is kept.</summary>
    public required SpoolPlan Spool { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required LiveBounds Bounds { get; init; }

    /// <summary>As whom to go on once the interfaces are open; null: who called sudo.</summary>
    public string? User { get; init; }

    /// <summary>Lines of text, even on a terminal.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Records as JSON Lines instead of lines of text.</summary>
    public bool IsJson { get; init; }

    /// <summary>Where artefacts are written as they complete; null: nowhere.</summary>
    public string? Export { get; init; }
}
