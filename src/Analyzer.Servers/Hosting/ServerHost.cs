using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Analyzer.Servers.Hosting;

/// <summary>Listens at one end point and lets a protocol's server handle each connection, until it is disposed.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    readonly IConnectionListener _listener;
    readonly ConnectionHandler _server;
    readonly ServerLimits _limits;
    readonly TimeProvider _clock;
    readonly IDialogueLog _log;
    readonly CancellationTokenSource _stopping = new();
    readonly LinkedList<Served> _served = new();
    readonly Task _accepting;
    long _count;

    ServerHost(IConnectionListener listener, ConnectionHandler server, ServerLimits limits, TimeProvider clock, IDialogueLog log)
    {
        _listener = listener;
        _server = server;
        _limits = limits;
        _clock = clock;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_listener.EndPoint;

    /// <summary>Starts to listen; a SocketException says why it cannot. The log hears of connections that have no dialogue to tell it themselves.</summary>
    public static async Task<ServerHost> StartAsync(INetwork network, IPEndPoint local, ConnectionHandler server, ServerLimits limits, CancellationToken cancel, IDialogueLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new ServerHost(await network.ListenAsync(local, cancel), server, limits, network.Clock, log ?? NoDialogueLog.Instance);
    }

    /// <summary>Takes no more connections, gives the running ones <see cref="ServerLimits.StopTime"/> to end, then ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _listener.UnbindAsync();
        await _stopping.CancelAsync();
        await _accepting;
        Task all = Task.WhenAll(Running());
        try
        {
            await all.WaitAsync(_limits.StopTime, _clock);
        }
        catch (TimeoutException)
        {
            lock (_served)
            {
                foreach (Served one in _served) one.Connection.Abort(new ConnectionAbortedException("The server stops."));
            }
            await all;
        }
        await _listener.DisposeAsync();
        _stopping.Dispose();
    }

    Task[] Running()
    {
        lock (_served) return [.. _served.Select(one => one.Dialogue)];
    }

    async Task AcceptAsync()
    {
        try
        {
            while (await _listener.AcceptAsync(_stopping.Token) is { } connection) await TakeAsync(connection);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    async ValueTask TakeAsync(ConnectionContext connection)
    {
        if (!MakeRoom())
        {
            Note("refused: too many connections");
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            await connection.DisposeAsync();
            return;
        }
        connection.ConnectionId = (++_count).ToString(CultureInfo.InvariantCulture);
        var watch = new ConnectionWatch();
        connection.Features.Set(watch);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Stopping(_stopping.Token));
        var one = new LinkedListNode<Served>(new Served(connection, watch));
        lock (_served) _served.AddLast(one);
        one.Value.Dialogue = ServeAsync(one);
    }

    /// <summary>When all places are taken, the oldest connection that never said anything gives way.</summary>
    bool MakeRoom()
    {
        lock (_served)
        {
            if (_served.Count < _limits.MaxConnections) return true;
            for (LinkedListNode<Served>? node = _served.First; node is not null; node = node.Next)
            {
                if (node.Value.Watch.HasSpoken) continue;
                node.Value.Connection.Abort(new ConnectionAbortedException("Silent, and others wait."));
                _served.Remove(node);
                return true;
            }
            return false;
        }
    }

    async Task ServeAsync(LinkedListNode<Served> one)
    {
        // The next connection is accepted meanwhile.
        await Task.Yield();
        try
        {
            await _server.OnConnectedAsync(one.Value.Connection);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The dialogue's own end; the dialogue log has the reason.
        }
        catch (Exception fault)
        {
            // A fault of the server in one dialogue must not end the others.
            Note($"ended by a fault of the server: {fault}");
        }
        finally
        {
            await one.Value.Connection.DisposeAsync();
            lock (_served)
            {
                if (one.List is not null) _served.Remove(one);
            }
        }
    }

    void Note(string text) => _log.Write($"port {Local.Port}", DialogueSide.Note, 0, Encoding.UTF8.GetBytes(text));

    sealed class Served(ConnectionContext connection, ConnectionWatch watch)
    {
        public ConnectionContext Connection => connection;

        public ConnectionWatch Watch => watch;

        public Task Dialogue { get; set; } = Task.CompletedTask;
    }

    /// <summary>How a dialogue learns that the server stops: ASP.NET's own feature for that.</summary>
    sealed class Stopping(CancellationToken token) : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; } = token;

        public void RequestClose()
        {
        }
    }
}
