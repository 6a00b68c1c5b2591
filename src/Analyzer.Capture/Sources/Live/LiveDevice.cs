using System.Collections.Immutable;
using System.Net;

namespace Analyzer.Capture.Sources.Live;

/// <summary>A network interface that could be watched.</summary>
public sealed record LiveDevice
{
    /// <summary>As the system calls it.</summary>
    public required string Name { get; init; }

    /// <summary>For people; empty where the system says nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its addresses.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    /// <summary>Switched on.</summary>
    public bool IsUp { get; init; }

    /// <summary>Connected: packets can come.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The host talks to itself through it.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>The default route leads through it.</summary>
    public bool IsDefault { get; init; }
}
