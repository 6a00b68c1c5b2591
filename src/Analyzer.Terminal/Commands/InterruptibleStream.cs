namespace Analyzer.Terminal.Commands;

/// <summary>
/// A pipe that ends when a token is signalled, however silent it is: the blocking read goes on on another thread and nobody waits for
/// it any more. Read by one thread.
/// </summary>
sealed class InterruptibleStream(Stream pipe, CancellationToken token) : Stream
{
    // What a pipe holds at most by default on Linux.
    readonly byte[] _buffer = new byte[64 * 1024];
    int _from, _to;

    public override int Read(Span<byte> buffer)
    {
        if (_from == _to && !TryFill()) return 0;
        int count = Math.Min(buffer.Length, _to - _from);
        _buffer.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    bool TryFill()
    {
        if (token.IsCancellationRequested) return false;
        Task<int> read = Task.Run(() => pipe.Read(_buffer, 0, _buffer.Length), CancellationToken.None);
        try
        {
            read.Wait(token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (AggregateException)
        {
            // The reader tells it as what it was.
        }
        (_from, _to) = (0, read.GetAwaiter().GetResult());
        return _to > 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
