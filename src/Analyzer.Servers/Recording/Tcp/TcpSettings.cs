using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Tcp;

/// <summary>What the ends of all connections share.</summary>
sealed record TcpSettings
{
    /// <summary>Where everything runs.</summary>
    public required Pump Pump { get; init; }

    /// <summary>Takes a packet on its way.</summary>
    public required Action<Packet> Send { get; init; }

    /// <summary>Initial sequence numbers, and lengths of segments that are cut at will.</summary>
    public required SeededRandom Random { get; init; }

    /// <summary>Whether segments are cut at any length rather than filled.</summary>
    public bool CutsAtWill { get; init; }
}
