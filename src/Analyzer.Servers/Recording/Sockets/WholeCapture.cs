using System.Net;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Sockets;

/// <summary>A capture that lacks nothing: the kernel dropped none of the packets.</summary>
sealed class WholeCapture : ICaptureContents
{
    /// <inheritdoc/>
    public Coverage Of(IFlow flow)
    {
        var all = new Coverage();
        all.Add(0, flow.Sent.Length);
        return all;
    }

    /// <inheritdoc/>
    public bool HasStart(IFlow flow) => true;

    /// <inheritdoc/>
    public bool HasEnd(IFlow flow) => flow is SocketEnd { HasEnded: true };

    /// <inheritdoc/>
    public IPEndPoint Outside(IPEndPoint inside) => inside;
}
