using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>How the next data connection comes about.</summary>
interface IFtpDataLink : IAsyncDisposable
{
    /// <summary>Waits at most so long for a connection that the client may have opened before the transfer command.</summary>
    ValueTask<bool> IsOpenAsync(TimeSpan patience, CancellationToken cancel);

    /// <summary>The data connection, which is the caller's from then on.</summary>
    /// <exception cref="FtpRefusal">It does not come about (425).</exception>
    ValueTask<ConnectionContext> OpenAsync(CancellationToken cancel);
}
