namespace Analyzer.Tests.Endurance;

/// <summary>
/// Samples how much more managed memory is in use than at the start (when idle buffers of earlier runs may lie in pools). Garbage that
/// waits for its collection does not count: above the limit, it is collected before the sample is taken.
/// </summary>
sealed class MemoryWatch : IDisposable
{
    readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
    readonly long _limit;
    readonly ManualResetEventSlim _end = new();
    readonly Thread _thread;
    long _peak;

    public MemoryWatch(long limit)
    {
        _limit = limit;
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The highest sample, in bytes above the start.</summary>
    public long Peak => Volatile.Read(ref _peak);

    void Watch()
    {
        while (!_end.Wait(TimeSpan.FromMilliseconds(20)))
        {
            long used = GC.GetTotalMemory(forceFullCollection: false) - _start;
            if (used > _limit) used = GC.GetTotalMemory(forceFullCollection: true) - _start;
            if (used > _peak) Volatile.Write(ref _peak, used);
        }
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }
}
