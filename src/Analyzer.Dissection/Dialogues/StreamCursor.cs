using Analyzer.Capture;

namespace Analyzer.Dissection.Dialogues;

/// <summary>Takes stretches of a stream as they are read from a cursor.</summary>
public interface IByteSink
{
    /// <summary>The next bytes, and where they lie. Borrowed: valid during the call.</summary>
    void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time);
}

/// <summary>
/// A dissector's place in one direction of a dialogue. What it does not take stays, and comes again with the next call; so a
/// dissector waits by taking nothing. Lives during one <see cref="IDissector.Advance"/>.
/// </summary>
public ref struct StreamCursor
{
    readonly CursorBuffer _buffer;
    readonly bool _borrows;
    ReadOnlySpan<byte> _unread;

    /// <summary>A cursor over what waits.</summary>
    internal StreamCursor(CursorBuffer buffer)
    {
        _buffer = buffer;
        FindUnread();
    }

    /// <summary>A cursor over bytes that just came, while nothing waits: they are read where they are.</summary>
    internal StreamCursor(CursorBuffer buffer, ReadOnlySpan<byte> data)
    {
        _buffer = buffer;
        _borrows = true;
        _unread = data;
    }

    void FindUnread() => _unread = _buffer.Pending[.._buffer.LengthToGap];

    /// <summary>The bytes to read, up to the next gap; empty when there are none yet.</summary>
    public readonly ReadOnlySpan<byte> Unread => _unread;

    /// <summary>How far this cursor is: bytes taken, gaps counted.</summary>
    public readonly long Offset => _buffer.Offset;

    /// <summary>A gap is next.</summary>
    public readonly bool IsAtGap => _unread.Length == 0 && !_buffer.IsEmpty && _buffer.First.GapBefore > 0;

    /// <summary>A gap is next, and nothing behind it is there yet.</summary>
    internal readonly bool IsAtOpenGap => IsAtGap && _buffer.First.Extent.Length == 0 && !_buffer.HasEnded;

    /// <summary>
    /// A gap lies somewhere before the end of what waits: an unfinished line in <see cref="Unread"/> will never be finished.
    /// </summary>
    public readonly bool IsCutByGap => !_borrows && _unread.Length < _buffer.Waiting || HasGapBehind;

    readonly bool HasGapBehind => !_borrows && _buffer.EndsWithGap;

    /// <summary>Nothing is left, and nothing will come.</summary>
    public readonly bool IsAtEnd => _buffer.HasEnded && _unread.Length == 0 && !IsAtGap;

    /// <summary>No bytes will come behind those in <see cref="Unread"/> (but a gap may still be waiting).</summary>
    public readonly bool HasEnded => _buffer.HasEnded;

    /// <summary>When the next byte was captured (when nothing is next: the last one).</summary>
    public readonly Timestamp Time => _buffer.IsEmpty ? _buffer.Last.Time : _buffer.First.Time;

    /// <summary>The packet with the next byte (when nothing is next: with the last one).</summary>
    public readonly long Packet => _buffer.IsEmpty ? _buffer.Last.Packet : _buffer.First.Packet;

    /// <summary>What is next is the rest of an over-long line, which <see cref="TryReadLine"/> passes over.</summary>
    internal readonly bool IsMidLine => _buffer.SkippingLine;

    /// <summary>How many of the bytes in <see cref="Unread"/> came together, in the packet with the first one.</summary>
    internal readonly int NextPiece => _unread.Length == 0 ? 0 : Math.Min(_unread.Length, _buffer.First.Extent.Length);

    /// <summary>Takes the gap that is next and says how many bytes it has.</summary>
    public long TakeGap()
    {
        long missing = _buffer.TakeGap();
        _buffer.Offset += missing;
        _buffer.SkippingLine = false;
        FindUnread();
        return missing;
    }

    /// <summary>
    /// Takes the next line. False: it is not there whole yet. A line longer than <see cref="TextLimits.MaxLine"/> is given cut, and
    /// its rest is passed over. What a gap or the end of the stream leaves of a line is given cut, too.
    /// </summary>
    public bool TryReadLine(out Line line)
    {
        line = default;
        if (_buffer.SkippingLine && !SkipLine()) return false;
        int end = _unread.IndexOf((byte)'\n');
        if (end > TextLimits.MaxLine || (end < 0 && _unread.Length > TextLimits.MaxLine))
        {
            line = Cut(TextLimits.MaxLine);
            _buffer.SkippingLine = true;
            return true;
        }
        if (end < 0)
        {
            if (_unread.Length == 0 || (!_buffer.HasEnded && !IsCutByGap)) return false;
            line = Cut(_unread.Length);
            return true;
        }
        bool hasCr = end > 0 && _unread[end - 1] == '\r';
        line = new Line
        {
            Text = _unread[..(hasCr ? end - 1 : end)],
            End = hasCr ? LineEnd.CrLf : LineEnd.Lf,
            Offset = Offset,
            Time = Time,
            Packet = Packet,
        };
        Skip(end + 1);
        return true;
    }

    Line Cut(int length)
    {
        var line = new Line { Text = _unread[..length], End = LineEnd.None, Offset = Offset, Time = Time, Packet = Packet };
        Skip(length);
        return line;
    }

    bool SkipLine()
    {
        int end = _unread.IndexOf((byte)'\n');
        Skip(end < 0 ? _unread.Length : end + 1);
        if (end >= 0 || IsAtGap) _buffer.SkippingLine = false;
        return !_buffer.SkippingLine;
    }

    /// <summary>Passes over <paramref name="count"/> bytes of <see cref="Unread"/>.</summary>
    public void Skip(int count) => Take(count, null);

    /// <summary>Hands the first <paramref name="count"/> bytes of <see cref="Unread"/> to <paramref name="sink"/>, piece by piece.</summary>
    public void Take(int count, IByteSink? sink)
    {
        int left = count;
        while (left > 0)
        {
            ref CursorBuffer.Piece piece = ref _buffer.First;
            int part = Math.Min(left, piece.Extent.Length);
            sink?.OnBytes(_unread[..part], piece.Extent.Slice(0, part), piece.Time);
            _unread = _unread[part..];
            left -= part;
            if (part == piece.Extent.Length) _buffer.DropFirstPiece();
            else piece.Extent = piece.Extent.Slice(part);
        }
        _buffer.Advance(count);
        if (!_borrows && count > 0) _buffer.DropPending(count);
    }

    /// <summary>Keeps what was borrowed and not taken.</summary>
    internal readonly void Save()
    {
        if (_borrows) _buffer.Append(_unread);
    }
}
