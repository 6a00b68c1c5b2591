using System.Net;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Network;

/// <summary>What a play runs on: hosts, a clock, and numbers from a seed. Recorded in memory, or real sockets.</summary>
interface IPlayNetwork
{
    /// <summary>The time of the play.</summary>
    TimeProvider Clock { get; }

    /// <summary>Its connections.</summary>
    ConnectionBook Connections { get; }

    /// <summary>The seed's numbers for one purpose.</summary>
    SeededRandom Random(string purpose);

    /// <summary>Adds a host, with one of these addresses or one that stands for it.</summary>
    IPlayHost AddHost(string name, string version4, string version6);
}

/// <summary>A host of a play. To the servers and agents that run on it, it is the network.</summary>
interface IPlayHost : INetwork
{
    /// <summary>Its only address.</summary>
    IPAddress Address { get; }

    /// <summary>Whether it is switched on.</summary>
    bool IsUp { get; set; }
}
