using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>The server listens (PASV, EPSV) and takes the first connection of its client; others are turned away. An agent listens by it too (PORT, EPRT).</summary>
sealed class PassiveLink : IFtpDataLink
{
    readonly IConnectionListener _listener;
    readonly TimeProvider _clock;
    readonly FtpServerLimits _limits;
    readonly CancellationTokenSource _stop = new();
    readonly Task<ConnectionContext?> _accepting;
    bool _isTaken;

    PassiveLink(IConnectionListener listener, TimeProvider clock, IPAddress? peer, FtpServerLimits limits)
    {
        (_listener, _clock, _limits) = (listener, clock, limits);
        _accepting = AcceptAsync(peer);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_listener.EndPoint;

    /// <summary>Starts to listen on a free port of the range.</summary>
    /// <param name="network">Where.</param>
    /// <param name="address">The address that the peer knows this side by.</param>
    /// <param name="ports">The lowest and the highest; 0: any.</param>
    /// <param name="peer">Who may connect; null: anybody.</param>
    /// <param name="limits">How long to wait, and how many strangers to turn away.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FtpRefusal">All ports are taken.</exception>
    public static async ValueTask<PassiveLink> ListenAsync(INetwork network, IPAddress address, (int First, int Last) ports, IPAddress? peer, FtpServerLimits limits, CancellationToken cancel)
    {
        for (int port = ports.First; port <= ports.Last; port++)
        {
            try
            {
                return new PassiveLink(await network.ListenAsync(new IPEndPoint(address, port), cancel), network.Clock, peer, limits);
            }
            catch (SocketException)
            {
                // Taken by another session, or another program.
            }
        }
        throw new FtpRefusal("425 Can't open data connection: no port is free");
    }

    public async ValueTask<bool> IsOpenAsync(TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            return await _accepting.WaitAsync(patience, _clock, cancel) is not null;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask<ConnectionContext> OpenAsync(CancellationToken cancel)
    {
        if (!_isTaken && await IsOpenAsync(_limits.OpenTime, cancel))
        {
            _isTaken = true;
            return (await _accepting)!;
        }
        throw new FtpRefusal("425 Can't open data connection");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listener.UnbindAsync();
        ConnectionContext? unused = await _accepting;
        if (unused is not null && !_isTaken) await unused.DisposeAsync();
        await _listener.DisposeAsync();
        _stop.Dispose();
    }

    async Task<ConnectionContext?> AcceptAsync(IPAddress? peer)
    {
        try
        {
            for (int strangers = 0; strangers <= _limits.MaxStrangers; strangers++)
            {
                ConnectionContext? connection = await _listener.AcceptAsync(_stop.Token);
                if (connection is null || peer is null || IsFrom(connection, peer)) return connection;
                connection.Abort(new ConnectionAbortedException("Not the other side of this session."));
                await connection.DisposeAsync();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Another PASV came, or the session is over.
        }
        return null;
    }

    static bool IsFrom(ConnectionContext connection, IPAddress peer) => connection.RemoteEndPoint is IPEndPoint remote && Plain(remote.Address).Equals(peer);

    /// <summary>An address without its wrapping into IPv6.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
