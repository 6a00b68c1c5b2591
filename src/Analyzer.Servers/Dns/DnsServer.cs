using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Dns;

/// <summary>Answers from zones over UDP and TCP at one port, until it is disposed.</summary>
public sealed class DnsServer : IAsyncDisposable
{
    readonly ServerHost _stream;
    readonly IAnswering _datagrams;
    bool _isDisposed;

    DnsServer(ServerHost stream, IAnswering datagrams) => (_stream, _datagrams) = (stream, datagrams);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => _datagrams.Local;

    /// <summary>Starts to answer; port 0 takes one that is free for both. A SocketException says why it cannot.</summary>
    public static async Task<DnsServer> StartAsync(INetwork network, IPEndPoint local, DnsZones zones, ServerLimits limits, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(local);
        var responder = new DnsResponder(zones);
        ServerHost stream = await ServerHost.StartAsync(network, local, new StreamServer(responder, network.Clock), limits, cancel);
        try
        {
            IAnswering datagrams = await network.AnswerAsync(stream.Local, (message, _) => responder.AnswerDatagram(message.Span) is { } answer ? answer : null, cancel);
            return new DnsServer(stream, datagrams);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops answering.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _datagrams.DisposeAsync();
        await _stream.DisposeAsync();
    }

    /// <summary>Messages with their length before them (RFC 1035 4.2.2).</summary>
    sealed class StreamServer(DnsResponder responder, TimeProvider clock) : ConnectionHandler
    {
        // RFC 7766 6.2.3: a few seconds are enough for a client that asks again.
        static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            PipeReader input = connection.Transport.Input;
            using var late = new CancellationTokenSource(s_patience, clock);
            while (await input.ReadAtLeastAsync(2, late.Token) is { Buffer.Length: >= 2 } head)
            {
                int length = Length(head.Buffer);
                input.AdvanceTo(head.Buffer.Start);
                ReadResult whole = await input.ReadAtLeastAsync(2 + length, late.Token);
                if (whole.Buffer.Length < 2 + length) return;
                byte[]? answer = responder.AnswerStream(whole.Buffer.Slice(2, length).ToArray());
                input.AdvanceTo(whole.Buffer.GetPosition(2 + length));
                if (answer is null) return;
                await connection.Transport.Output.WriteAsync(DnsFraming.WithLength(answer), late.Token);
                late.CancelAfter(s_patience);
            }
        }

        static int Length(ReadOnlySequence<byte> buffer)
        {
            Span<byte> octets = stackalloc byte[2];
            buffer.Slice(0, 2).CopyTo(octets);
            return BinaryPrimitives.ReadUInt16BigEndian(octets);
        }
    }
}
