using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>The server connects to where the client said it listens (PORT, EPRT).</summary>
sealed class ActiveLink(INetwork network, IPEndPoint client, IPEndPoint local, TimeSpan patience) : IFtpDataLink
{
    public ValueTask<bool> IsOpenAsync(TimeSpan patience, CancellationToken cancel) => ValueTask.FromResult(false);

    public async ValueTask<ConnectionContext> OpenAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, network.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await network.ConnectAsync(client, local, either.Token);
        }
        catch (Exception failed) when (failed is SocketException or IOException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new FtpRefusal("425 Can't open data connection");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
