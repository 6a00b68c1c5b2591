using System.Net.Security;
using System.Security.Authentication;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>An open data connection of either side. Its end is the end of the file (STRU F, MODE S).</summary>
sealed class FtpDataConnection : IAsyncDisposable
{
    readonly ConnectionContext _connection;
    SslStream? _tls;
    bool _hasEnded;

    public FtpDataConnection(ConnectionContext connection)
    {
        _connection = connection;
        Stream = new DuplexPipeStream(connection.Transport.Input, connection.Transport.Output);
    }

    /// <summary>Its octets; inside TLS after <see cref="StartTlsAsync"/>.</summary>
    public Stream Stream { get; private set; }

    /// <summary>Protects it (PROT P); <paramref name="agree"/> does the handshake of its side.</summary>
    public async ValueTask StartTlsAsync(Func<SslStream, Task> agree)
    {
        _tls = new SslStream(Stream, leaveInnerStreamOpen: true);
        Stream = _tls;
        try
        {
            await agree(_tls);
        }
        catch (AuthenticationException failed)
        {
            throw new IOException("TLS failed: " + failed.Message, failed);
        }
    }

    /// <summary>Sends what is waiting and then the end; a peer that does not take it within <paramref name="patience"/> is an <see cref="IOException"/>.</summary>
    public async ValueTask FinishAsync(TimeSpan patience, TimeProvider clock)
    {
        Task ending = EndAsync();
        try
        {
            await ending.WaitAsync(patience, clock);
        }
        catch (TimeoutException late)
        {
            _connection.Abort(new ConnectionAbortedException("The other side does not read."));
            throw new IOException("the other side does not read", late);
        }
        finally
        {
            _hasEnded = true;
        }
    }

    /// <summary>What was not finished is reset: the other side must not take it for a whole file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        _connection.Abort(new ConnectionAbortedException("The transfer is aborted."));
        if (_tls is not null) await _tls.DisposeAsync();
        await _connection.DisposeAsync();
    }

    async Task EndAsync()
    {
        // RFC 4217 10: an end without TLS's own farewell could be an attacker's.
        if (_tls is { IsAuthenticated: true }) await _tls.ShutdownAsync();
        await Stream.FlushAsync();
        if (_tls is not null) await _tls.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
