namespace Analyzer.Capture.Sources.Bytes;

/// <summary>Hands compressed bytes to the decompressor: those taken already, then the rest of the input, then the seal.</summary>
internal sealed class SealedStream : Stream
{
    /// <summary>
    /// At most so many bytes at a time: when they turn out to be damaged, the decompressor drops what it made of the whole slice.
    /// Slices of 8 KiB are no faster.
    /// </summary>
    const int SliceLength = 1024;

    const int BufferLength = 64 * 1024;

    readonly IByteInput _raw;
    readonly byte[] _seal;
    readonly byte[] _buffer;
    int _start;
    int _end;

    public SealedStream(IByteInput raw, ReadOnlySpan<byte> taken, byte[] seal)
    {
        _raw = raw;
        _seal = seal;
        _buffer = new byte[Math.Max(BufferLength, taken.Length)];
        taken.CopyTo(_buffer);
        _end = taken.Length;
    }

    /// <summary>Whether the input has ended and the decompressor has the seal before it.</summary>
    public bool IsSealTaken { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !TryFill()) return 0;
        int count = Math.Min(Math.Min(SliceLength, buffer.Length), _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    bool TryFill()
    {
        if (IsSealTaken) return false;
        (_start, _end) = (0, _raw.Read(_buffer));
        if (_end > 0) return true;
        IsSealTaken = true;
        _seal.CopyTo(_buffer, 0);
        _end = _seal.Length;
        return true;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
