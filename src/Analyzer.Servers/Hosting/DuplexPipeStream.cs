using System.Buffers;
using System.IO.Pipelines;

namespace Analyzer.Servers.Hosting;

/// <summary>How long what was written waits before it is sent.</summary>
enum WriteDelay
{
    None,

    /// <summary>Until something is to be read.</summary>
    UntilRead,

    /// <summary>Until the delay is taken away, or the pipe is flushed by another.</summary>
    UntilTold,
}

/// <summary>A pipe's two directions as the one stream that TLS and compression want under them.</summary>
sealed class DuplexPipeStream(PipeReader input, PipeWriter output) : Stream
{
    readonly Stream _in = input.AsStream(leaveOpen: true);
    readonly Stream _out = output.AsStream(leaveOpen: true);

    public WriteDelay Delay { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => _in.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Delay == WriteDelay.UntilRead ? SendAndReadAsync(buffer, cancellationToken) : _in.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _out.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Delay == WriteDelay.None) return _out.WriteAsync(buffer, cancellationToken);
        output.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => _out.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => Delay == WriteDelay.None ? _out.FlushAsync(cancellationToken) : Task.CompletedTask;

    async ValueTask<int> SendAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await output.FlushAsync(cancellationToken);
        return await _in.ReadAsync(buffer, cancellationToken);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
