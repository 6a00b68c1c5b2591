using System.Buffers;
using Analyzer.Capture;

namespace Analyzer.Tests.Endurance;

/// <summary>
/// A capture in memory and a spool beside it. Bytes that lie in the capture where their extent says stay there; others (inflated ones,
/// for example) are kept in the spool.
/// </summary>
sealed class MemoryStore(byte[] capture) : IByteStore
{
    const int Spool = 1;
    readonly ArrayBufferWriter<byte> _spool = new();

    public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes)
    {
        if (IsInside(extent, capture.Length) && At(capture, extent).SequenceEqual(bytes)) return extent;
        var kept = new Extent(Spool, _spool.WrittenCount, bytes.Length);
        _spool.Write(bytes);
        return kept;
    }

    public bool TryRead(Extent extent, Span<byte> target)
    {
        ReadOnlySpan<byte> bytes = extent.Capture == Spool ? _spool.WrittenSpan : capture;
        if (!IsInside(extent, bytes.Length)) return false;
        At(bytes, extent).CopyTo(target);
        return true;
    }

    static bool IsInside(Extent extent, int length) => extent.Offset <= length && extent.Length <= length - extent.Offset;

    static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes, Extent extent) => bytes.Slice((int)extent.Offset, extent.Length);
}
