namespace Analyzer.Capture.Streams;

/// <summary>What the stream layer counted over the whole run.</summary>
public sealed class StreamStatistics
{
    /// <summary>TCP segments seen.</summary>
    public long Segments { get; internal set; }

    /// <summary>Connections followed.</summary>
    public long Connections { get; internal set; }

    /// <summary>SYNs that nothing has answered: they make no connection.</summary>
    public long HalfOpen { get; internal set; }

    /// <summary>Connections ended because <see cref="StreamLimits.MaxConnections"/> was reached.</summary>
    public long Evicted { get; internal set; }

    /// <summary>Connections ended because nothing was heard of them for <see cref="StreamLimits.IdleTime"/>.</summary>
    public long Idle { get; internal set; }

    /// <summary>Holes given up because a limit on kept bytes or segments was reached.</summary>
    public long HolesForced { get; internal set; }

    /// <summary>Segments with a wrong checksum that were left out.</summary>
    public long BadChecksums { get; internal set; }

    /// <summary>Segments with a wrong checksum that were used, because the receiver acknowledged them and no other copy came.</summary>
    public long EditedChecksums { get; internal set; }

    /// <summary>Segments that no receiver would take: far outside the window, or data without ACK.</summary>
    public long Unacceptable { get; internal set; }
}
