namespace Analyzer.Servers.Hosting;

/// <summary>
/// Opens files that are read and written in place where a synchronization context keeps everything in one order (a recording does), and
/// asynchronously everywhere else: else the disk would decide what comes first.
/// </summary>
static class DiskFile
{
    /// <summary>Opens a file as FileStream does.</summary>
    public static FileStream Open(string path, FileStreamOptions options) =>
        SynchronizationContext.Current is null ? new FileStream(path, options) : new InPlace(path, options);

    sealed class InPlace(string path, FileStreamOptions options) : FileStream(path, options)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flush();
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            // Closed in place, it has nothing left to do asynchronously.
            Dispose();
            return base.DisposeAsync();
        }
    }
}
