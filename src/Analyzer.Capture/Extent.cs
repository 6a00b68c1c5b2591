namespace Analyzer.Capture;

/// <summary>
/// Where captured bytes lie: the number of the capture (or spool) in this run, the offset in it, and how many. An extent outlives
/// the buffer that its bytes were seen in; an <see cref="IByteStore"/> turns it back into bytes.
/// </summary>
/// <remarks>For a compressed capture or a pipe, the offset counts the uncompressed bytes.</remarks>
public readonly record struct Extent
{
    const int OffsetBits = 48;
    readonly ulong _address;

    /// <summary>An extent of <paramref name="length"/> bytes.</summary>
    /// <param name="capture">0 to 65535.</param>
    /// <param name="offset">0 to 2^48 - 1.</param>
    /// <param name="length">Bytes.</param>
    public Extent(int capture, long offset, int length)
    {
        _address = (ulong)capture << OffsetBits | ((ulong)offset & ((1UL << OffsetBits) - 1));
        Length = length;
    }

    /// <summary>The number of the capture in this run, from 0.</summary>
    public int Capture => (int)(_address >> OffsetBits);

    /// <summary>Of the first byte in that capture.</summary>
    public long Offset => (long)(_address & ((1UL << OffsetBits) - 1));

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>The part of this extent from <paramref name="start"/> on, <paramref name="length"/> bytes long.</summary>
    public Extent Slice(int start, int length) => new(Capture, Offset + start, length);

    /// <summary>The part of this extent from <paramref name="start"/> on.</summary>
    public Extent Slice(int start) => Slice(start, Length - start);
}
