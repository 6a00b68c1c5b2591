using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Network;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Recording.Sockets;

/// <summary>A host of a play at an address of the loopback network.</summary>
sealed class SocketHost(SocketNetwork network, IPAddress address) : IPlayHost, IDisposable
{
    const int Backlog = 64;

    // SOL_SOCKET and SO_REUSEADDR of Linux.
    const int SocketLevel = 1, ReuseAddress = 2;

    /// <summary>How long a host asks one that is silent: as long as the recorded ones.</summary>
    static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(15);

    readonly List<Socket> _open = [];

    /// <inheritdoc/>
    public IPAddress Address => address;

    /// <summary>Changes nothing: a loopback address without a listener refuses connections, whoever it stands for.</summary>
    public bool IsUp { get; set; } = true;

    /// <inheritdoc/>
    public TimeProvider Clock => network.Clock;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancel)
    {
        network.Connections.CheckThread();
        if (!IPAddress.IsLoopback(remote.Address)) return await WaitInVainAsync(cancel);
        Socket socket = Bound(new IPEndPoint(address, local?.Port ?? 0), ProtocolType.Tcp);
        var end = new SocketEnd(socket, new Ends((IPEndPoint)socket.LocalEndPoint!, remote), isOpener: true, network.Pump.Pipes);
        network.Connections.Add(end);
        network.Connections.OnAsked?.Invoke(end);
        network.Asking++;
        try
        {
            await socket.ConnectAsync(remote, cancel);
        }
        finally
        {
            network.Asking--;
        }
        end.Open();
        return network.Connections.Connected(end);
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> ListenAsync(IPEndPoint local, CancellationToken cancel)
    {
        network.Connections.CheckThread();
        Socket socket = Bound(new IPEndPoint(address, local.Port), ProtocolType.Tcp);
        socket.Listen(Backlog);
        var listener = new RecordedListener((IPEndPoint)socket.LocalEndPoint!, socket.Dispose);
        _ = AcceptAsync(socket, listener);
        return ValueTask.FromResult<IConnectionListener>(listener);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> datagram, TimeSpan patience, CancellationToken cancel)
    {
        network.Connections.CheckThread();
        using Socket socket = Bound(new IPEndPoint(address, 0), ProtocolType.Udp);
        await socket.ConnectAsync(server, cancel);
        using var late = new CancellationTokenSource(patience, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        byte[] answer = new byte[LoopbackNetwork.MaxDatagram];
        network.Asking++;
        try
        {
            await socket.SendAsync(datagram, SocketFlags.None, either.Token);
            int length = await socket.ReceiveAsync(answer, SocketFlags.None, either.Token);
            network.Asking--;
            return answer.AsMemory(0, length);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            network.Asking--;
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The one who was asked has taken the question, and kept silent.
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAnswering> AnswerAsync(IPEndPoint local, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer, CancellationToken cancel)
    {
        network.Connections.CheckThread();
        Socket socket = Bound(new IPEndPoint(address, local.Port), ProtocolType.Udp);
        _ = AnswerAsync(socket, answer);
        return ValueTask.FromResult<IAnswering>(new Answering(socket));
    }

    /// <summary>Addresses elsewhere are those of hosts that nobody reaches; no packet leaves this machine.</summary>
    async ValueTask<ConnectionContext> WaitInVainAsync(CancellationToken cancel)
    {
        await Task.Delay(s_connectTime, Clock, cancel);
        throw new SocketException((int)SocketError.TimedOut);
    }

    Socket Bound(IPEndPoint local, ProtocolType protocol)
    {
        bool isTcp = protocol == ProtocolType.Tcp;
        var socket = new Socket(AddressFamily.InterNetwork, isTcp ? SocketType.Stream : SocketType.Dgram, protocol);
        _open.Add(socket);
        try
        {
            if (isTcp) socket.NoDelay = true;
            // Port 20 is the server's end of one data connection after the other. The runtime's own option of this name would share ports with strangers.
            if (isTcp && local.Port > 0) socket.SetRawSocketOption(SocketLevel, ReuseAddress, BitConverter.GetBytes(1));
            socket.Bind(local);
            return socket;
        }
        catch (SocketException refused)
        {
            throw new SocketException((int)refused.SocketErrorCode, $"{local}: {refused.Message}");
        }
    }

    async Task AcceptAsync(Socket socket, RecordedListener listener)
    {
        try
        {
            while (true)
            {
                Socket accepted = await socket.AcceptAsync();
                accepted.NoDelay = true;
                var end = new SocketEnd(accepted, new Ends((IPEndPoint)accepted.LocalEndPoint!, (IPEndPoint)accepted.RemoteEndPoint!), isOpener: false, network.Pump.Pipes);
                network.Connections.Add(end);
                end.Open(network.Connections.PeerOf(end) as SocketEnd);
                listener.Offer(network.Connections.Connected(end));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // It listens no more.
        }
    }

    async Task AnswerAsync(Socket socket, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer)
    {
        byte[] question = new byte[LoopbackNetwork.MaxDatagram];
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await socket.ReceiveFromAsync(question, SocketFlags.None, anyone);
                var asker = (IPEndPoint)received.RemoteEndPoint;
                if (answer(question.AsMemory(0, received.ReceivedBytes), asker) is { } reply) await socket.SendToAsync(reply, SocketFlags.None, asker);
                // Nothing is on its way that the asker could wait for.
                else network.Asking--;
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // It answers no more.
        }
    }

    public void Dispose()
    {
        foreach (Socket socket in _open) socket.Dispose();
    }

    sealed class Answering(Socket socket) : IAnswering
    {
        readonly IPEndPoint _local = (IPEndPoint)socket.LocalEndPoint!;

        public IPEndPoint Local => _local;

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
