namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>
/// What a spool holds when this is made, read once from its beginning: a whole pcapng file. Nothing of it leaves the spool meanwhile.
/// </summary>
public sealed class SpoolStream : Stream
{
    readonly SpoolRing _ring;
    readonly IDisposable _hold;
    readonly long _end;
    long _position;

    /// <param name="spool">Stays its owner's.</param>
    public SpoolStream(LiveSpool spool)
    {
        spool.Commit();
        _ring = spool.Ring;
        // Sections begin files, and files leave as wholes: what is first begins a section.
        _hold = _ring.Hold(0);
        (_position, _end) = (_ring.First, _ring.Length);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = _ring.Read(_position, buffer[..(int)Math.Min(buffer.Length, _end - _position)]);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _hold.Dispose();
        base.Dispose(disposing);
    }
}
