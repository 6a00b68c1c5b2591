using System.Buffers;
using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Data.Decoding;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// Reads captured bytes again, in the order of their extents. Extents that lie close together in a capture are fetched in one read with
/// what lies between, so that a file is read in large pieces and not packet by packet.
/// </summary>
sealed class ExtentStream(IByteStore store, IEnumerable<Extent> extents) : ForwardStream
{
    /// <summary>How much is fetched at once: large enough for a disk, small enough for a cache.</summary>
    const int MaxPiece = 256 * 1024;

    readonly IEnumerator<Extent> _extents = extents.GetEnumerator();
    readonly List<Extent> _group = [];
    byte[] _buffer = [];
    Extent? _next;
    int _groupIndex, _offsetInExtent;

    /// <summary>Bytes could not be had; the stream ends before them.</summary>
    public bool IsBroken { get; private set; }

    public override int Read(Span<byte> target)
    {
        if (target.IsEmpty || (_groupIndex == _group.Count && !Fetch())) return 0;
        Extent extent = _group[_groupIndex];
        int start = (int)(extent.Offset - _group[0].Offset) + _offsetInExtent;
        int count = Math.Min(extent.Length - _offsetInExtent, target.Length);
        _buffer.AsSpan(start, count).CopyTo(target);
        _offsetInExtent += count;
        if (_offsetInExtent == extent.Length) (_groupIndex, _offsetInExtent) = (_groupIndex + 1, 0);
        return count;
    }

    bool Fetch()
    {
        if (IsBroken || !Group()) return false;
        Extent first = _group[0], last = _group[^1];
        int span = (int)(last.Offset - first.Offset) + last.Length;
        if (_buffer.Length < span)
        {
            if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(span);
        }
        IsBroken = !store.TryRead(new Extent(first.Capture, first.Offset, span), _buffer.AsSpan(0, span)) && !ReadSingly(first.Offset);
        if (IsBroken) _groupIndex = _group.Count;
        return !IsBroken;
    }

    // What lies between the extents may not be there, in a capture that is still being written.
    bool ReadSingly(long origin) =>
        _group.TrueForAll(extent => store.TryRead(extent, _buffer.AsSpan((int)(extent.Offset - origin), extent.Length)));

    bool Group()
    {
        _group.Clear();
        _groupIndex = 0;
        while (_next is not null || _extents.MoveNext())
        {
            Extent extent = _next ?? _extents.Current;
            _next = extent;
            if (_group.Count > 0 && !Continues(_group[0], _group[^1], extent)) break;
            _next = null;
            if (extent.Length > MaxPiece)
            {
                (extent, Extent rest) = (extent.Slice(0, MaxPiece), extent.Slice(MaxPiece));
                _next = rest;
            }
            _group.Add(extent);
        }
        return _group.Count > 0;
    }

    static bool Continues(Extent first, Extent last, Extent next) =>
        next.Capture == last.Capture && next.Offset >= last.Offset + last.Length && next.Offset + next.Length - first.Offset <= MaxPiece;

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _extents.Dispose();
        base.Dispose(disposing);
    }
}
