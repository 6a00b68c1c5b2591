namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>A part of the spool that comes and leaves as a whole. One thread appends; any may read what was appended before.</summary>
/// <param name="start">The offset of its first byte in the spool.</param>
internal abstract class SpoolSegment(long start) : IDisposable
{
    long _length;

    public long Start => start;

    /// <summary>Bytes appended.</summary>
    public long Length => Volatile.Read(ref _length);

    public long End => start + Length;

    /// <summary>What was found in it; counted when it leaves.</summary>
    public SpoolContents Contents { get; } = new();

    /// <summary>The file; null: it is in memory.</summary>
    public abstract string? Path { get; }

    /// <summary>Appends all of the bytes, or none and says why.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes, out string problem)
    {
        if (!TryWrite(bytes, _length, out problem)) return false;
        Volatile.Write(ref _length, _length + bytes.Length);
        return true;
    }

    protected abstract bool TryWrite(ReadOnlySpan<byte> bytes, long at, out string problem);

    /// <summary>Reads what there is from an offset in the spool on; 0: it cannot be read, or there is nothing there.</summary>
    public abstract int Read(long offset, Span<byte> target);

    /// <summary>Takes it away; the capture file stays, unless it is to be deleted.</summary>
    public abstract void Leave(bool deletes);

    public void Dispose() => Leave(deletes: false);
}

/// <summary>What a segment of the spool holds, or what has left with segments.</summary>
public sealed class SpoolContents
{
    /// <summary>Bytes, with the format's own.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Packets.</summary>
    public long Packets { get; internal set; }

    /// <summary>Sessions that ended while it was walked.</summary>
    public long Sessions { get; internal set; }

    /// <summary>Messages and transfers that ended while it was walked.</summary>
    public long Artefacts { get; internal set; }

    internal void Add(SpoolContents other)
    {
        Bytes += other.Bytes;
        Packets += other.Packets;
        Sessions += other.Sessions;
        Artefacts += other.Artefacts;
    }
}
