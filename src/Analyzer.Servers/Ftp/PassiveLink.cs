using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>The server listens (PASV, EPSV) and takes the first connection of its client; others are turned away.</summary>
sealed class PassiveLink : IFtpDataLink
{
    readonly IConnectionListener _listener;
    readonly TimeProvider _clock;
    readonly FtpServerLimits _limits;
    readonly CancellationTokenSource _stop = new();
    readonly Task<ConnectionContext?> _accepting;
    bool _isTaken;

    PassiveLink(IConnectionListener listener, TimeProvider clock, IPAddress? client, FtpServerLimits limits)
    {
        (_listener, _clock, _limits) = (listener, clock, limits);
        _accepting = AcceptAsync(client);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_listener.EndPoint;

    /// <summary>Starts to listen on a free port of the range.</summary>
    /// <param name="network">Where.</param>
    /// <param name="address">The address that the client reached this server at.</param>
    /// <param name="client">Who may connect; null: anybody.</param>
    /// <param name="options">The ports.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FtpRefusal">All ports are taken.</exception>
    public static async ValueTask<PassiveLink> ListenAsync(INetwork network, IPAddress address, IPAddress? client, FtpServerOptions options, CancellationToken cancel)
    {
        int first = options.FirstPassivePort, last = first == 0 ? 0 : options.LastPassivePort;
        for (int port = first; port <= last; port++)
        {
            try
            {
                return new PassiveLink(await network.ListenAsync(new IPEndPoint(address, port), cancel), network.Clock, client, options.Limits);
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

    async Task<ConnectionContext?> AcceptAsync(IPAddress? client)
    {
        try
        {
            for (int strangers = 0; strangers <= _limits.MaxStrangers; strangers++)
            {
                ConnectionContext? connection = await _listener.AcceptAsync(_stop.Token);
                if (connection is null || client is null || IsFrom(connection, client)) return connection;
                connection.Abort(new ConnectionAbortedException("Not the client of this session."));
                await connection.DisposeAsync();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Another PASV came, or the session is over.
        }
        return null;
    }

    static bool IsFrom(ConnectionContext connection, IPAddress client) => connection.RemoteEndPoint is IPEndPoint remote && Plain(remote.Address).Equals(client);

    /// <summary>An address without its wrapping into IPv6.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
