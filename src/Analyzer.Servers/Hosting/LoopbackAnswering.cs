using System.Net;
using System.Net.Sockets;

namespace Analyzer.Servers.Hosting;

/// <summary>A UDP socket and the loop that answers what it receives.</summary>
sealed class LoopbackAnswering : IAnswering
{
    readonly Socket _socket;
    readonly CancellationTokenSource _stop = new();
    readonly Task _loop;

    public LoopbackAnswering(IPEndPoint local, Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer)
    {
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(local);
            Local = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        _loop = AnswerAsync(answer);
    }

    public IPEndPoint Local { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _socket.Dispose();
        _stop.Dispose();
    }

    async Task AnswerAsync(Func<ReadOnlyMemory<byte>, IPEndPoint, ReadOnlyMemory<byte>?> answer)
    {
        byte[] question = new byte[LoopbackNetwork.MaxDatagram];
        var anyone = new IPEndPoint(Local.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(question, anyone, _stop.Token);
                var asker = (IPEndPoint)received.RemoteEndPoint;
                if (answer(question.AsMemory(0, received.ReceivedBytes), asker) is { } reply) await _socket.SendToAsync(reply, asker, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // An asker that has gone (ICMP unreachable) is reported at the next receive; the others still want answers.
            }
        }
    }
}
