using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Recording.Network;

/// <summary>A port of a recorded host that takes connections.</summary>
sealed class RecordedListener(IPEndPoint local, Action onUnbind) : IConnectionListener
{
    readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint => local;

    /// <summary>A connection that is ready to be taken.</summary>
    public void Offer(ConnectionContext connection)
    {
        if (!_waiting.Writer.TryWrite(connection)) connection.Abort();
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_waiting.Reader.TryRead(out ConnectionContext? connection)) return connection;
        }
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (_waiting.Writer.TryComplete()) onUnbind();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_waiting.Reader.TryRead(out ConnectionContext? late)) late.Abort();
    }
}
