using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Hosting;

/// <summary>
/// The network as servers and agents see it: real sockets, or a recorder's network in memory. Failing to connect, listen or send is a
/// <see cref="System.Net.Sockets.SocketException"/> in both.
/// </summary>
public interface INetwork
{
    /// <summary>The time of everything that waits or writes a date: real, or virtual when recorded.</summary>
    TimeProvider Clock { get; }

    /// <summary>Opens a TCP connection; <paramref name="local"/> chooses its own end (null: any). Disposing the connection twice does no harm.</summary>
    ValueTask<ConnectionContext> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancel);

    /// <summary>Listens for TCP connections; port 0 takes any free one, which the listener's end point tells.</summary>
    ValueTask<IConnectionListener> ListenAsync(IPEndPoint local, CancellationToken cancel);

    /// <summary>Asks a question by UDP; null when no answer came in time.</summary>
    ValueTask<ReadOnlyMemory<byte>?> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> datagram, TimeSpan patience, CancellationToken cancel);

    /// <summary>Answers questions that come by UDP, one after the other, until the result is disposed. Null answers nothing.</summary>
    ValueTask<IAnswering> AnswerAsync(IPEndPoint local, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer, CancellationToken cancel);
}

/// <summary>A UDP port that is being answered.</summary>
public interface IAnswering : IAsyncDisposable
{
    /// <summary>Where it listens.</summary>
    IPEndPoint Local { get; }
}
