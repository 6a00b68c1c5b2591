using Analyzer.Capture;

namespace Analyzer.Tests.Support;

/// <summary>A capture in memory whose reads are counted; parts of it can be made unreadable.</summary>
sealed class MemoryCapture(byte[] bytes) : IByteStore
{
    /// <summary>Positioned reads so far.</summary>
    public int Reads { get; private set; }

    /// <summary>Offsets that cannot be read, and neither can what reaches over them.</summary>
    public HashSet<long> Unreadable { get; } = [];

    public Extent Keep(Extent extent, ReadOnlySpan<byte> kept) => extent;

    public bool TryRead(Extent extent, Span<byte> target)
    {
        Reads++;
        if (extent.Offset + extent.Length > bytes.Length) return false;
        if (Unreadable.Any(offset => offset >= extent.Offset && offset < extent.Offset + extent.Length)) return false;
        bytes.AsSpan((int)extent.Offset, extent.Length).CopyTo(target);
        return true;
    }
}
