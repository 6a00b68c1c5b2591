namespace Analyzer.Servers.Hosting;

/// <summary>
/// A file that is read and written in place where a synchronization context keeps everything in one order (a recording does), and asynchronously
/// everywhere else: else the disk would decide what comes first.
/// </summary>
sealed class DiskFile : FileStream
{
    public DiskFile(string path, FileStreamOptions options)
        : base(path, options)
    {
    }

    static bool IsInOrder => SynchronizationContext.Current is not null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsInOrder ? ValueTask.FromResult(Read(buffer.Span)) : base.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        IsInOrder ? Task.FromResult(Read(buffer, offset, count)) : base.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsInOrder) return base.WriteAsync(buffer, cancellationToken);
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    // Not by way of the other overload: of a derived class, the base's calls this one.
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!IsInOrder) return base.WriteAsync(buffer, offset, count, cancellationToken);
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!IsInOrder) return base.FlushAsync(cancellationToken);
        Flush();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (!IsInOrder) return base.DisposeAsync();
        Dispose();
        return ValueTask.CompletedTask;
    }
}
