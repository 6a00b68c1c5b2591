namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>A segment in memory, for the time in which the disk takes no more.</summary>
internal sealed class MemorySegment(long start) : SpoolSegment(start)
{
    /// <summary>Its size: small, so that memory is given back in small steps.</summary>
    public const int Capacity = 8 * SpoolLimits.ChunkBytes;

    readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity);

    public override string? Path => null;

    protected override bool TryWrite(ReadOnlySpan<byte> bytes, long at, out string problem)
    {
        problem = "it is full";
        return bytes.TryCopyTo(_bytes.AsSpan((int)at));
    }

    public override int Read(long offset, Span<byte> target)
    {
        int count = (int)Math.Clamp(End - offset, 0, target.Length);
        _bytes.AsSpan((int)(offset - Start), count).CopyTo(target);
        return count;
    }

    public override void Leave(bool deletes)
    {
    }
}
