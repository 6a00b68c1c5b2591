using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Tcp;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Recording.Sockets;

/// <summary>
/// One end of a connection over the system's own TCP. Both ends of a play are in this process, so it is known what is on its way: what one end
/// sent and the other has not received. For the pump's thread.
/// </summary>
sealed class SocketEnd : IConnectionEnd, IDisposable
{
    const int ReceiveLength = 65_536;

    readonly Socket _socket;
    readonly Pipe _input, _output;
    readonly ByteLog _log = new();
    bool _hasHeardAll;
    bool _isClosed;

    public SocketEnd(Socket socket, Ends ends, bool isOpener, PipeScheduler pipes)
    {
        (_socket, Ends, IsOpener) = (socket, ends, isOpener);
        // No threshold: plays move some kilobytes, and who is not held up needs no other to go on.
        var options = new PipeOptions(null, pipes, pipes, pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: true);
        (_input, _output) = (new Pipe(options), new Pipe(options));
    }

    /// <inheritdoc/>
    public Ends Ends { get; }

    /// <inheritdoc/>
    public bool IsOpener { get; }

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public PipeReader Input => _input.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _output.Writer;

    /// <inheritdoc/>
    public Action? OnPeerEnd { get; set; }

    /// <inheritdoc/>
    public Action? OnReset { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Sent => _log.Bytes;

    /// <summary>Bytes that came.</summary>
    public long Received { get; private set; }

    /// <summary>It has said that it sends no more, or broken off.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The other end; null until that is known.</summary>
    public SocketEnd? Peer { get; private set; }

    /// <summary>Whether something that the peer did has not been noticed here yet.</summary>
    public bool IsAwaited
    {
        get
        {
            if (!IsOpen || _hasHeardAll || _isClosed) return false;
            // An opener whose peer is not there yet waits to be accepted.
            return Peer is null || Peer.Sent.Length > Received || Peer.HasEnded;
        }
    }

    /// <summary>Begins to send and receive. <paramref name="opener"/>: the end that asked, for one that was accepted.</summary>
    public void Open(SocketEnd? opener = null)
    {
        IsOpen = true;
        if (opener is not null) (Peer, opener.Peer) = (opener, this);
        _ = SendAsync();
        _ = ReceiveAsync();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        if (_isClosed) return;
        // Closing without lingering is how sockets send RST.
        if (!_hasHeardAll || !HasEnded) _socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    async Task SendAsync()
    {
        try
        {
            bool isLast = false;
            while (!isLast && !_isClosed)
            {
                ReadResult read = await _output.Reader.ReadAsync();
                foreach (ReadOnlyMemory<byte> piece in read.Buffer) await SendAsync(piece);
                _output.Reader.AdvanceTo(read.Buffer.End);
                isLast = read.IsCompleted;
            }
            if (_isClosed) return;
            HasEnded = true;
            _socket.Shutdown(SocketShutdown.Send);
            CloseIfOver();
        }
        catch (Exception failed) when (failed is SocketException or ObjectDisposedException)
        {
            Close();
        }
        catch (Exception)
        {
            // The application ended its writing with an error.
            Reset();
        }
    }

    async ValueTask SendAsync(ReadOnlyMemory<byte> piece)
    {
        if (_isClosed) return;
        _log.Add(piece.Span);
        while (!piece.IsEmpty) piece = piece[await _socket.SendAsync(piece, SocketFlags.None)..];
    }

    async Task ReceiveAsync()
    {
        byte[] buffer = new byte[ReceiveLength];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is > 0 and int length)
            {
                Received += length;
                _input.Writer.Write(buffer.AsSpan(0, length));
                await _input.Writer.FlushAsync();
            }
            _hasHeardAll = true;
            await _input.Writer.CompleteAsync();
            OnPeerEnd?.Invoke();
            CloseIfOver();
        }
        catch (Exception failed) when (failed is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    void CloseIfOver()
    {
        if (!_hasHeardAll || !HasEnded || _isClosed) return;
        _isClosed = true;
        _socket.Dispose();
    }

    void Close()
    {
        if (_isClosed) return;
        (_isClosed, HasEnded) = (true, true);
        _socket.Dispose();
        if (!_hasHeardAll) _input.Writer.Complete(new ConnectionResetException("The connection was reset."));
        _output.Reader.CancelPendingRead();
        OnReset?.Invoke();
    }

    public void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
    }
}
