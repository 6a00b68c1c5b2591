using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Tcp;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Recording.Network;

/// <summary>A host of the recorded network: its address, its ports, its connections. To the servers and agents that run on it, it is the network.</summary>
sealed class RecordedHost : IPlayHost
{
    /// <summary>Where the ports begin that a host chooses itself (RFC 6335, 6).</summary>
    const int FirstFreePort = 49_152;

    /// <summary>How often, and how far apart, a host asks one that is silent.</summary>
    static readonly TimeSpan[] s_connectTimes = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    readonly RecordedNetwork _network;
    readonly Dictionary<int, RecordedListener> _listeners = [];
    readonly Dictionary<(int Port, IPEndPoint Remote), TcpEnd> _ends = [];
    readonly Dictionary<int, Action<Packet>> _datagrams = [];
    int _nextPort;

    public RecordedHost(RecordedNetwork network, string name, IPAddress address)
    {
        (_network, Name, Address) = (network, name, address);
        _nextPort = FirstFreePort + network.Random("ports of " + name).Next(0, 4_000);
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Its only address.</summary>
    public IPAddress Address { get; }

    /// <summary>Whether it is switched on: one that is off answers nothing at all.</summary>
    public bool IsUp { get; set; } = true;

    /// <inheritdoc/>
    public TimeProvider Clock => _network.Clock;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancel)
    {
        _network.CheckThread();
        var ends = new Ends(new IPEndPoint(Address, local is { Port: > 0 } ? local.Port : _nextPort++), remote);
        if (remote.AddressFamily != Address.AddressFamily) throw new SocketException((int)SocketError.NetworkUnreachable);
        var end = new TcpEnd(_network.Tcp, ends);
        Adopt(end);
        _network.Connections.OnAsked?.Invoke(end);
        var opened = new TaskCompletionSource();
        end.OnOpen = () => _network.Soon(() => opened.TrySetResult());
        end.OnReset = () => _network.Soon(() => opened.TrySetException(new SocketException((int)SocketError.ConnectionRefused)));
        await KnockAsync(end, opened.Task, cancel);
        return _network.Connections.Connected(end);
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> ListenAsync(IPEndPoint local, CancellationToken cancel)
    {
        _network.CheckThread();
        int port = local.Port > 0 ? local.Port : _nextPort++;
        if (_listeners.ContainsKey(port)) throw new SocketException((int)SocketError.AddressAlreadyInUse);
        var listener = new RecordedListener(new IPEndPoint(Address, port), () => _listeners.Remove(port));
        _listeners.Add(port, listener);
        return ValueTask.FromResult<IConnectionListener>(listener);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> datagram, TimeSpan patience, CancellationToken cancel)
    {
        _network.CheckThread();
        var answered = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        int port = _nextPort++;
        _datagrams[port] = packet => _network.Soon(() => answered.TrySetResult(packet.Payload));
        _network.Send(new Packet { Source = new IPEndPoint(Address, port), Destination = server, Payload = datagram.ToArray() });
        try
        {
            return await answered.Task.WaitAsync(patience, Clock, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _datagrams.Remove(port);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAnswering> AnswerAsync(IPEndPoint local, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer, CancellationToken cancel)
    {
        _network.CheckThread();
        var here = new IPEndPoint(Address, local.Port > 0 ? local.Port : _nextPort++);
        _datagrams.Add(here.Port, packet =>
        {
            if (answer(packet.Payload, packet.Source) is { } reply) _network.Send(new Packet { Source = here, Destination = packet.Source, Payload = reply.ToArray() });
        });
        return ValueTask.FromResult<IAnswering>(new Answering(here, () => _datagrams.Remove(here.Port)));
    }

    /// <summary>A packet has come.</summary>
    public void Receive(Packet packet)
    {
        if (!IsUp) return;
        if (packet.Segment is not { } segment)
        {
            if (_datagrams.TryGetValue(packet.Destination.Port, out Action<Packet>? take)) take(packet);
        }
        else if (_ends.TryGetValue((packet.Destination.Port, packet.Source), out TcpEnd? end) && !(end.IsOver && segment.Bits == TcpBits.Syn)) end.Receive(packet);
        else if (segment.Bits == TcpBits.Syn) Welcome(packet, segment);
    }

    void Welcome(Packet packet, Segment request)
    {
        var end = new TcpEnd(_network.Tcp, new Ends(packet.Destination, packet.Source));
        if (!_listeners.TryGetValue(packet.Destination.Port, out RecordedListener? listener))
        {
            end.Refuse(request);
            return;
        }
        Adopt(end);
        end.OnOpen = () => listener.Offer(_network.Connections.Connected(end));
        end.Answer(request);
    }

    void Adopt(TcpEnd end)
    {
        (int, IPEndPoint) key = (end.Ends.Local.Port, end.Ends.Remote);
        if (_ends.TryGetValue(key, out TcpEnd? old) && !old.IsOver) throw new SocketException((int)SocketError.AddressAlreadyInUse);
        _ends[key] = end;
        _network.Connections.Add(end);
    }

    async Task KnockAsync(TcpEnd end, Task opened, CancellationToken cancel)
    {
        foreach (TimeSpan time in s_connectTimes)
        {
            end.Connect();
            try
            {
                await opened.WaitAsync(time, Clock, cancel);
                return;
            }
            catch (TimeoutException)
            {
                // Perhaps it hears the next one.
            }
        }
        _ends.Remove((end.Ends.Local.Port, end.Ends.Remote));
        throw new SocketException((int)SocketError.TimedOut);
    }

    sealed class Answering(IPEndPoint local, Action onEnd) : IAnswering
    {
        public IPEndPoint Local => local;

        public ValueTask DisposeAsync()
        {
            onEnd();
            return ValueTask.CompletedTask;
        }
    }
}
