using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>Keeps what no capture holds (inflated bytes, say) while a live capture goes on: the oldest leaves, so that days may pass.</summary>
internal sealed class RingSpool : ISpool
{
    // A quarter of what the capture itself may take: little is compressed or encrypted in a way that can be read.
    static readonly SpoolPlan s_plan = SpoolPlan.Temporary with { MaxFiles = SpoolLimits.MaxFiles / 4 };

    SpoolRing? _ring;
    bool _isClosed;

    public string? Failure { get; private set; }

    public long Length => _ring?.Length ?? 0;

    public bool TryAppend(ReadOnlySpan<byte> bytes, out long offset)
    {
        offset = Length;
        if (_ring is null && !TryCreate()) return false;
        if (HasRoom(bytes.Length) && _ring!.TryAppend(bytes, out _)) return true;
        return _ring!.TryBegin(Timestamp.Unknown, out _) && _ring.TryAppend(bytes, out _);
    }

    bool HasRoom(int more) => _ring!.Current is { } current && current.Length + more <= (current is MemorySegment ? MemorySegment.Capacity : s_plan.FileBytes);

    bool TryCreate()
    {
        if (Failure is not null || _isClosed) return false;
        try
        {
            // Nobody walks it: all of it may leave, but what is being read.
            _ring = new SpoolRing(s_plan) { WalkedTo = long.MaxValue };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = $"No temporary directory can be made: {e.Message}";
        }
        return _ring is not null;
    }

    public bool TryRead(long offset, Span<byte> target) => _ring is not null && _ring.TryRead(offset, target);

    public void Dispose()
    {
        _ring?.Dispose();
        _isClosed = true;
    }
}
