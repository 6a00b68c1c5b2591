using System.Net.Security;
using System.Security.Authentication;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>An open data connection of either side. Its end is the end of the file (STRU F, MODE S).</summary>
sealed class FtpDataConnection : IAsyncDisposable
{
    // The peer has nothing to do but to close.
    static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    readonly ConnectionContext _connection;
    readonly DuplexPipeStream _clear;
    SslStream? _tls;
    bool _hasEnded;

    public FtpDataConnection(ConnectionContext connection)
    {
        _connection = connection;
        Stream = _clear = new DuplexPipeStream(connection.Transport.Input, connection.Transport.Output);
    }

    /// <summary>Its octets; inside TLS after <see cref="StartTlsAsync"/>.</summary>
    public Stream Stream { get; private set; }

    /// <summary>
    /// Protects it (PROT P); <paramref name="agree"/> does the handshake of its side. A server that <paramref name="onlyReceives"/> keeps
    /// what follows its handshake until the end: a TLS 1.3 server sends session tickets there, a client that only sends may close over
    /// them unread, and the reset which that makes would throw away what the client had yet to send.
    /// </summary>
    public async ValueTask StartTlsAsync(Func<SslStream, Task> agree, bool onlyReceives = false)
    {
        _tls = new SslStream(Stream, leaveInnerStreamOpen: true);
        Stream = _tls;
        try
        {
            _clear.Delay = onlyReceives ? WriteDelay.UntilRead : WriteDelay.None;
            await agree(_tls);
        }
        catch (AuthenticationException failed)
        {
            throw new IOException("TLS failed: " + failed.Message, failed);
        }
        finally
        {
            _clear.Delay = onlyReceives && _tls is { IsAuthenticated: true, SslProtocol: SslProtocols.Tls13 } ? WriteDelay.UntilTold : WriteDelay.None;
            await _clear.FlushAsync();
        }
    }

    /// <summary>
    /// After the last octet was sent: sends what is waiting and then the end; a peer that does not take it within
    /// <paramref name="patience"/> is an <see cref="IOException"/>.
    /// </summary>
    public async ValueTask FinishSendingAsync(TimeSpan patience, TimeProvider clock)
    {
        await WithinAsync(EndSendingAsync(clock), patience, clock);
    }

    /// <summary>After the peer's end was read: ends this side too. All is here already, so how that goes does not matter.</summary>
    public async ValueTask FinishReceivingAsync(TimeSpan patience, TimeProvider clock)
    {
        try
        {
            await WithinAsync(EndReceivingAsync(), patience, clock);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The peer closed first.
        }
    }

    /// <summary>What was not finished is reset: the other side must not take it for a whole file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        Abort("The transfer is aborted.");
        if (_tls is not null) await _tls.DisposeAsync();
        await _connection.DisposeAsync();
    }

    async Task WithinAsync(Task ending, TimeSpan patience, TimeProvider clock)
    {
        _hasEnded = true;
        try
        {
            await ending.WaitAsync(patience, clock);
        }
        catch (TimeoutException late)
        {
            Abort("The other side does not read.");
            throw new IOException("the other side does not read", late);
        }
        catch
        {
            Abort("The connection broke.");
            await _connection.DisposeAsync();
            throw;
        }
    }

    // RFC 4217 10: an end without TLS's own farewell could be an attacker's.
    async Task EndSendingAsync(TimeProvider clock)
    {
        if (_tls is { IsAuthenticated: true })
        {
            await _tls.ShutdownAsync();
            await DrainAsync(_tls, clock);
        }
        await EndAsync();
    }

    async Task EndReceivingAsync()
    {
        if (_tls is { IsAuthenticated: true }) await _tls.ShutdownAsync();
        await EndAsync();
    }

    // A TLS 1.3 server sends session tickets that a client which only sends never reads. Closing over them would reset the connection,
    // and what is still on its way would be lost: the peer's end comes first.
    static async Task DrainAsync(SslStream tls, TimeProvider clock)
    {
        using var late = new CancellationTokenSource(s_farewell, clock);
        byte[] unwanted = new byte[1024];
        try
        {
            while (await tls.ReadAsync(unwanted, late.Token) > 0)
            {
                // Nobody wants it.
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // It does not say farewell.
        }
    }

    async Task EndAsync()
    {
        await _connection.Transport.Output.FlushAsync();
        if (_tls is not null) await _tls.DisposeAsync();
        await _connection.DisposeAsync();
    }

    void Abort(string why) => _connection.Abort(new ConnectionAbortedException(why));
}
