using System.Diagnostics;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// Fills one block in the background while another is worked on, where that is worth it. Nothing is allocated for a block. The pool's
/// thread and the caller race for the reading: when the pool is busy, the caller reads the block itself rather than wait.
/// </summary>
internal sealed class ReadAhead(IByteInput input) : IThreadPoolWorkItem, IDisposable
{
    const int Idle = 0;
    const int Asked = 1;
    const int Running = 2;
    const int Done = 3;
    const int Closed = 4;

    /// <summary>
    /// A block that lies in the system's cache is there in a fraction of this, which is less than it costs to wake another thread and
    /// to fetch the block from that thread's core. A disk, a pipe and a decompressor take longer.
    /// </summary>
    static readonly TimeSpan SlowRead = TimeSpan.FromMicroseconds(250);

    readonly ManualResetEventSlim _done = new();
    int _state;
    Memory<byte> _block;
    int _count;
    bool _isSlow;

    /// <summary>Asks for the next bytes. The block belongs to the reading until <see cref="Finish"/>.</summary>
    public void Start(Memory<byte> block)
    {
        Debug.Assert(_state == Idle);
        _block = block;
        _done.Reset();
        Volatile.Write(ref _state, Asked);
        if (_isSlow) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>How many bytes the block got; 0 at the end of the input.</summary>
    public int Finish()
    {
        if (!TryRun()) _done.Wait();
        _state = Idle;
        return _count;
    }

    // A work item that finds its block read already may meet the next one asked for: reading that is as welcome.
    void IThreadPoolWorkItem.Execute() => TryRun();

    bool TryRun()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Asked) != Asked) return false;
        long start = Stopwatch.GetTimestamp();
        _count = input.Read(_block.Span);
        _isSlow = Stopwatch.GetElapsedTime(start) > SlowRead;
        if (Interlocked.CompareExchange(ref _state, Done, Running) == Running) _done.Set();
        else input.Dispose();
        return true;
    }

    /// <summary>
    /// Closes the input, now or when the read that is under way returns (nothing can wake a read from a pipe).
    /// </summary>
    public void Dispose()
    {
        int state = Interlocked.Exchange(ref _state, Closed);
        if (state == Closed) return;
        IsBlockLost = state == Running;
        if (IsBlockLost) return;
        input.Dispose();
        _done.Dispose();
    }

    /// <summary>Whether the block is still being written to after the end.</summary>
    public bool IsBlockLost { get; private set; }
}
