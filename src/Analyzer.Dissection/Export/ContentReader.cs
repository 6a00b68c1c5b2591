using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Reads an artefact's bytes back from the captures, in stretches, its transform undone. Extents that lie near each other are read
/// by one positioned read. One reader may read any number of contents, one after the other; it is for one thread.
/// </summary>
public sealed class ContentReader(IByteStore store)
{
    /// <summary>One read's size: large enough that a read costs little a byte, small enough to stay in the processor's cache.</summary>
    public const int BufferSize = 256 * 1024;

    /// <summary>Bytes between two extents that are rather read along than skipped: a call costs about as much as these.</summary>
    public const int MaxSkipped = 4096;

    readonly byte[] _buffer = new byte[BufferSize];
    readonly List<Extent> _batch = [];
    Content _content = Content.Empty;
    IEnumerator<Extent>? _extents;
    Extent? _ahead;
    DotUnstuffer _unstuffer;
    int _nextInBatch, _nextGap;
    int _from, _to;
    long _consumed;
    bool _readsOneByOne;

    /// <summary>Bytes of the content could not be had: the capture has changed meanwhile, or did not keep them.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Begins at the first byte of <paramref name="content"/>.</summary>
    public void Open(Content content)
    {
        _content = content;
        _extents = content.Extents.All().GetEnumerator();
        _batch.Clear();
        _ahead = null;
        _unstuffer = default;
        _nextInBatch = _nextGap = _from = _to = 0;
        _consumed = 0;
        _readsOneByOne = IsBroken = false;
    }

    /// <summary>
    /// The next stretch of the artefact, never empty, borrowed until the next call. False: there is no more, or <see cref="IsBroken"/>.
    /// </summary>
    public bool TryRead(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        while (true)
        {
            if (_from == _to && !TryNextExtent()) return false;
            RestartAfterGap();
            int limit = (int)Math.Min(_to, _from + UntilGap());
            bytes = Take(limit);
            if (!bytes.IsEmpty) return true;
        }
    }

    /// <summary>
    /// Gives all of <paramref name="content"/> to <paramref name="target"/>, gaps in their places, until that wants no more. False: it cannot be
    /// read so far.
    /// </summary>
    public bool TryCopy(Content content, IContentTarget target)
    {
        Open(content);
        int gap = 0;
        long offset = 0;
        while (!target.IsFull && TryRead(out ReadOnlySpan<byte> bytes))
        {
            while (!bytes.IsEmpty)
            {
                for (; gap < content.Gaps.Count && content.Gaps[gap].Offset <= offset; gap++) target.Gap(content.Gaps[gap].Missing);
                long untilGap = gap < content.Gaps.Count ? content.Gaps[gap].Offset - offset : bytes.Length;
                int length = (int)Math.Min(bytes.Length, untilGap);
                target.Bytes(bytes[..length]);
                bytes = bytes[length..];
                offset += length;
            }
        }
        for (; gap < content.Gaps.Count && !IsBroken && !target.IsFull; gap++) target.Gap(content.Gaps[gap].Missing);
        return !IsBroken;
    }

    // A stretch is always the beginning of what is taken, or empty: unstuffing leaves single bytes out.
    ReadOnlySpan<byte> Take(int limit)
    {
        int start = _from, length = limit - _from;
        if (_content.Transform == Transform.DotStuffed)
        {
            ReadOnlySpan<byte> wire = _buffer.AsSpan(start, length);
            _unstuffer.TryTake(ref wire, out ReadOnlySpan<byte> content);
            (limit, length) = (limit - wire.Length, content.Length);
        }
        _consumed += limit - start;
        _from = limit;
        return _buffer.AsSpan(start, length);
    }

    // What follows a gap is read as the middle of a line, as it was when the message was found.
    void RestartAfterGap()
    {
        while (_nextGap < _content.Gaps.Count && _content.Gaps[_nextGap].CapturedOffset <= _consumed)
        {
            if (_content.Gaps[_nextGap].CapturedOffset == _consumed) _unstuffer = DotUnstuffer.InMidLine;
            _nextGap++;
        }
    }

    long UntilGap() => _nextGap < _content.Gaps.Count ? _content.Gaps[_nextGap].CapturedOffset - _consumed : int.MaxValue;

    bool TryNextExtent()
    {
        if (_nextInBatch == _batch.Count && !TryLoadBatch()) return false;
        Extent extent = _batch[_nextInBatch++];
        _from = (int)(extent.Offset - _batch[0].Offset);
        _to = _from + extent.Length;
        return true;
    }

    bool TryLoadBatch()
    {
        if (IsBroken || !TryCollect()) return false;
        _nextInBatch = 0;
        Extent first = _batch[0], last = _batch[^1];
        var whole = new Extent(first.Capture, first.Offset, (int)(last.Offset + last.Length - first.Offset));
        if (store.TryRead(whole, _buffer.AsSpan(0, whole.Length))) return true;

        // Bytes between the extents may be unreadable where the extents are not: a spool, or a compressed capture.
        _readsOneByOne = true;
        foreach (Extent extent in _batch)
        {
            if (_batch.Count > 1 && store.TryRead(extent, _buffer.AsSpan((int)(extent.Offset - first.Offset), extent.Length))) continue;
            IsBroken = true;
            return false;
        }
        return true;
    }

    bool TryCollect()
    {
        _batch.Clear();
        if (!TryTakeExtent(out Extent first)) return false;
        if (first.Length > BufferSize)
        {
            _ahead = first.Slice(BufferSize);
            first = first.Slice(0, BufferSize);
        }
        _batch.Add(first);
        long end = first.Offset + first.Length;
        while (!_readsOneByOne && end - first.Offset < BufferSize && TryTakeExtent(out Extent next))
        {
            bool isNear = next.Capture == first.Capture && next.Offset >= end && next.Offset - end <= MaxSkipped;
            if (!isNear || next.Offset + next.Length - first.Offset > BufferSize)
            {
                _ahead = next;
                break;
            }
            _batch.Add(next);
            end = next.Offset + next.Length;
        }
        return true;
    }

    bool TryTakeExtent(out Extent extent)
    {
        extent = _ahead ?? default;
        if (_ahead is null)
        {
            if (_extents is null || !_extents.MoveNext()) return false;
            extent = _extents.Current;
        }
        _ahead = null;
        return true;
    }
}
