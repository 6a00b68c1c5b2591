using System.Net;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Tcp;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Network;

/// <summary>
/// A network in memory, with a tap that sees every packet. Hosts have an address and talk TCP and UDP; time is the <see cref="Pump"/>'s. With the
/// same seed and impairments the same programs make the same packets, bit by bit.
/// </summary>
sealed class RecordedNetwork : IPlayNetwork
{
    readonly Pump _pump;
    readonly int _seed;
    readonly Impairments _impairments;
    readonly Link _link;
    readonly List<RecordedHost> _hosts = [];
    readonly List<Packet> _packets = [];

    public RecordedNetwork(Pump pump, int seed, Impairments impairments)
    {
        (_pump, _seed, _impairments) = (pump, seed, impairments);
        _link = new Link(pump, impairments, Random("link"), _packets.Add);
        Connections = new ConnectionBook(pump);
        Tcp = new TcpSettings { Pump = pump, Send = Send, Random = Random("tcp"), CutsAtWill = impairments.Resegment };
    }

    /// <inheritdoc/>
    public TimeProvider Clock => _pump.Clock;

    /// <inheritdoc/>
    public ConnectionBook Connections { get; }

    /// <summary>Shared by all connections.</summary>
    public TcpSettings Tcp { get; }

    /// <summary>Everything that went by the tap, in order of time.</summary>
    public IReadOnlyList<Packet> Packets => _packets;

    /// <summary>All hosts.</summary>
    public IReadOnlyList<RecordedHost> Hosts => _hosts;

    /// <inheritdoc/>
    public SeededRandom Random(string purpose) => SeededRandom.For(_seed, purpose);

    /// <summary>Adds a host; the impairments choose which of its addresses it has.</summary>
    public IPlayHost AddHost(string name, string version4, string version6)
    {
        var host = new RecordedHost(this, name, IPAddress.Parse(_impairments.Ipv6 ? version6 : version4));
        _hosts.Add(host);
        return host;
    }

    /// <summary>Puts a packet on its way.</summary>
    public void Send(Packet packet)
    {
        CheckThread();
        _link.Carry(packet, arrived => _hosts.Find(host => host.Address.Equals(arrived.Destination.Address))?.Receive(arrived));
    }

    /// <summary>Does something after what is being done: a task that is completed may go on at once with all that waits for it.</summary>
    public void Soon(Action action) => _pump.Post(_ => action(), null);

    /// <summary>Only the pump's thread may use the network.</summary>
    public void CheckThread() => _pump.CheckThread();
}
