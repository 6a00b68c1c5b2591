using System.Net;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Sockets;

/// <summary>
/// The hosts of a play at addresses of the loopback network, over real sockets. Their clock is the pump's: it leaps over every wait, but only when
/// nothing is on its way between them.
/// </summary>
sealed class SocketNetwork : IPlayNetwork, IDisposable
{
    readonly Pump _pump;
    readonly int _seed;
    readonly List<SocketHost> _hosts = [];

    public SocketNetwork(Pump pump, int seed)
    {
        (_pump, _seed, Connections) = (pump, seed, new ConnectionBook(pump));
        pump.IsAwaiting = () => Asking > 0 || Connections.Ends.Any(end => end is SocketEnd { IsAwaited: true });
    }

    /// <summary>The loopback address that stands for one of documentation: the same within 127.0.0.0/8, which on Linux is this machine as a whole.</summary>
    public static IPAddress Inside(string version4)
    {
        byte[] bytes = IPAddress.Parse(version4).GetAddressBytes();
        bytes[0] = 127;
        return new IPAddress(bytes);
    }

    /// <inheritdoc/>
    public TimeProvider Clock => _pump.Clock;

    /// <inheritdoc/>
    public ConnectionBook Connections { get; }

    /// <summary>Connections that are being asked for, and datagrams on their way.</summary>
    public int Asking { get; set; }

    /// <summary>Where everything runs.</summary>
    public Pump Pump => _pump;

    /// <inheritdoc/>
    public SeededRandom Random(string purpose) => SeededRandom.For(_seed, purpose);

    /// <inheritdoc/>
    public IPlayHost AddHost(string name, string version4, string version6)
    {
        var host = new SocketHost(this, Inside(version4));
        _hosts.Add(host);
        return host;
    }

    public void Dispose()
    {
        foreach (SocketHost host in _hosts) host.Dispose();
        foreach (SocketEnd end in Connections.Ends.OfType<SocketEnd>()) end.Dispose();
    }
}
