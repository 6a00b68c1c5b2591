using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Analyzer.Servers.Hosting;

/// <summary>Real sockets and the real clock (another clock in tests).</summary>
public sealed class LoopbackNetwork : INetwork, IDisposable
{
    readonly SocketTransportFactory _listening = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
    readonly SocketConnectionContextFactory _connecting = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);

    long _calls;

    /// <summary>A network whose waiting follows <paramref name="clock"/>; by default the system's.</summary>
    public LoopbackNetwork(TimeProvider? clock = null) => Clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public TimeProvider Clock { get; }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(remote);
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (local is not null) socket.Bind(local);
            await socket.ConnectAsync(remote, cancel);
            ConnectionContext connection = _connecting.Create(socket);
            connection.ConnectionId = Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> ListenAsync(IPEndPoint local, CancellationToken cancel)
    {
        try
        {
            return await _listening.BindAsync(local, cancel);
        }
        catch (AddressInUseException taken)
        {
            throw taken.InnerException as SocketException ?? new SocketException((int)SocketError.AddressAlreadyInUse);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> datagram, TimeSpan patience, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(server);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var late = new CancellationTokenSource(patience, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        byte[] answer = new byte[MaxDatagram];
        try
        {
            await socket.ConnectAsync(server, either.Token);
            await socket.SendAsync(datagram, either.Token);
            int length = await socket.ReceiveAsync(answer, either.Token);
            return answer.AsMemory(0, length);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAnswering> AnswerAsync(IPEndPoint local, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer, CancellationToken cancel) =>
        ValueTask.FromResult<IAnswering>(new LoopbackAnswering(local, answer));

    /// <summary>Frees what listening sockets share.</summary>
    public void Dispose() => _connecting.Dispose();

    /// <summary>The largest payload of a UDP datagram.</summary>
    internal const int MaxDatagram = 65_507;
}
