namespace Analyzer.Tests.Support;

/// <summary>Counts what a piece of work allocates on its thread.</summary>
static class Allocations
{
    /// <summary>
    /// The least of a few rounds: the runtime may allocate of its own in one of them, what the work itself allocates comes in each.
    /// </summary>
    public static long Least(Action work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
