using System.Buffers;
using System.IO.Pipelines;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Hosting;

/// <summary>
/// Lines and blocks over a connection, for servers and agents alike: bounded in length and time, and upgraded in place to TLS or compression.
/// One reader and one writer at a time. Failures are <see cref="ChannelException"/>s. It owns the connection.
/// </summary>
public sealed partial class LineChannel : IAsyncDisposable
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly ConnectionContext _connection;
    readonly DialogueSide _self;
    readonly ServerLimits _limits;
    readonly IDialogueLog _log;
    readonly TimeProvider _clock;
    PipeReader _input;
    PipeWriter _output;
    long _received;
    long _sent;
    long _flushed;
    bool _hasHeardALine;
    bool _speaksBareLf;

    /// <summary>A channel over an open connection; <paramref name="self"/> is the side that uses it.</summary>
    public LineChannel(ConnectionContext connection, string protocol, DialogueSide self, ServerLimits limits, IDialogueLog log, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _self = self;
        _limits = limits;
        _log = log;
        _clock = clock;
        _input = connection.Transport.Input;
        _output = connection.Transport.Output;
        Name = $"{protocol} {connection.ConnectionId}";
    }

    /// <summary>Protocol and connection, as the dialogue log calls them.</summary>
    public string Name { get; }

    /// <summary>The connection under it, for its addresses.</summary>
    public ConnectionContext Connection => _connection;

    DialogueSide Peer => _self == DialogueSide.Server ? DialogueSide.Client : DialogueSide.Server;

    /// <summary>
    /// Whether the peer has sent something that was not read yet (a pipelining client has), so that a reply may wait for the next one. No longer when
    /// much is waiting to be sent: a peer that goes on asking without reading must not fill the memory.
    /// </summary>
    public bool HasBufferedInput
    {
        get
        {
            if (_sent - _flushed > PieceLength) return false;
            if (!_input.TryRead(out ReadResult result)) return false;
            bool has = !result.Buffer.IsEmpty;
            _input.AdvanceTo(result.Buffer.Start);
            return has;
        }
    }

    /// <summary>Sends a line; CRLF is added. Nothing leaves before <see cref="FlushAsync"/>.</summary>
    public void WriteLine(string line)
    {
        Write(Encoding.UTF8.GetBytes(line + "\r\n"), Encoding.UTF8.GetBytes(line));
    }

    /// <summary>Sends bytes as they are; the log tells <paramref name="note"/>, or how many they were.</summary>
    public void Write(ReadOnlySpan<byte> bytes, string? note = null)
    {
        Write(bytes, Encoding.UTF8.GetBytes(note ?? $"({bytes.Length:N0} bytes)"));
    }

    void Write(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> logged)
    {
        _log.Write(Name, _self, _sent, logged);
        WriteSilently(bytes);
    }

    void WriteSilently(ReadOnlySpan<byte> bytes)
    {
        _log.Sending(Name, _self, _sent, bytes);
        _output.Write(bytes);
        _sent += bytes.Length;
    }

    /// <summary>Puts a remark into the dialogue log.</summary>
    public void Note(string text) => _log.Write(Name, DialogueSide.Note, _received, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends what was written, waiting until the peer's window has taken most of it.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        _flushed = _sent;
        try
        {
            ValueTask<FlushResult> flush = _output.FlushAsync(cancel);
            if (flush.IsCompletedSuccessfully)
            {
                Check(flush.Result);
                return;
            }
            Check(await flush.AsTask().WaitAsync(_limits.WriteTime, _clock, cancel));
        }
        catch (TimeoutException)
        {
            _connection.Abort(new ConnectionAbortedException("The other side does not read."));
            throw new ChannelException(ChannelFailure.NotReading);
        }
        catch (Exception broken) when (IsBroken(broken, cancel))
        {
            throw new ChannelException(ChannelFailure.Broken, broken);
        }
    }

    static void Check(FlushResult result)
    {
        // The other end of the pipe is done: the transport lost the connection.
        if (result.IsCompleted) throw new ChannelException(ChannelFailure.Broken);
    }

    static bool IsBroken(Exception problem, CancellationToken cancel) => problem switch
    {
        ChannelException => false,
        ConnectionAbortedException => true,
        OperationCanceledException => !cancel.IsCancellationRequested,
        IOException or AuthenticationException or CryptographicException or ObjectDisposedException or InvalidOperationException or InvalidDataException => true,
        _ => false,
    };

    /// <summary>Ends the connection by a reset, for faults.</summary>
    public void Reset() => _connection.Abort(new ConnectionAbortedException("Reset on purpose."));

    /// <summary>Sends what is waiting, ends TLS and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndLayersAsync();
        }
        catch (Exception gone) when (IsBroken(gone, CancellationToken.None))
        {
            // It was gone already.
        }
        await _connection.DisposeAsync();
    }
}
