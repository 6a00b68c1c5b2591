using System.Buffers;
using Analyzer.Capture;

namespace Analyzer.Dissection.Dialogues;

/// <summary>
/// What one direction of a dialogue keeps between two calls: the bytes that the dissector has not taken yet, and where each piece
/// of them lies. Nearly always empty, because bodies are taken whole and only an unfinished line or a wait stays.
/// </summary>
public sealed class CursorBuffer
{
    internal struct Piece
    {
        public Extent Extent;
        public Timestamp Time;
        public long Packet;
        public long GapBefore;
    }

    internal readonly record struct Place(Timestamp Time, long Packet);

    byte[]? _bytes;
    int _start, _end;
    Piece[] _pieces = new Piece[2];
    int _firstPiece, _pieceEnd;
    bool _hasGap;

    /// <summary>How far the dissector is in this stream: bytes taken, gaps counted.</summary>
    public long Offset { get; internal set; }

    /// <summary>No more bytes will come.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>Bytes that wait.</summary>
    public int Waiting => _end - _start;

    /// <summary>Whether anything, a gap included, waits.</summary>
    internal bool IsEmpty => _firstPiece == _pieceEnd;

    /// <summary>The last thing that waits is a gap: what stands before it will not be continued.</summary>
    internal bool EndsWithGap => _firstPiece < _pieceEnd && _pieces[_pieceEnd - 1].Extent.Length == 0;

    /// <summary>The rest of an over-long line is being passed over.</summary>
    internal bool SkippingLine { get; set; }

    /// <summary>Where the last taken byte lay: what a line end or a gap without bytes of its own is dated by.</summary>
    internal Place Last { get; set; }

    /// <summary>The packet of the last byte that came: a gap without bytes of its own is placed by it.</summary>
    internal long LastPacket => IsEmpty ? Last.Packet : _pieces[_pieceEnd - 1].Packet;

    internal ref Piece First => ref _pieces[_firstPiece];

    internal ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>How many of the bytes that are there lie before the next gap. Kept, because many small pieces may wait for long.</summary>
    internal int LengthToGap { get; private set; }

    internal void AddPiece(Extent extent, Timestamp time, long packet, long gapBefore)
    {
        _hasGap |= gapBefore > 0;
        if (!_hasGap) LengthToGap += extent.Length;
        if (_firstPiece == _pieceEnd)
        {
            _firstPiece = _pieceEnd = 0;
        }
        else if (gapBefore == 0 && _pieces[_pieceEnd - 1].Extent.Length == 0)
        {
            // A gap that waited alone now has the bytes behind it.
            ref Piece gap = ref _pieces[_pieceEnd - 1];
            gap = new Piece { Extent = extent, Time = time, Packet = packet, GapBefore = gap.GapBefore };
            return;
        }
        else if (gapBefore > 0 && extent.Length == 0 && _pieces[_pieceEnd - 1].Extent.Length == 0)
        {
            _pieces[_pieceEnd - 1].GapBefore += gapBefore;
            return;
        }
        if (_pieceEnd == _pieces.Length)
        {
            int count = _pieceEnd - _firstPiece;
            Piece[] target = count > _pieces.Length / 2 ? new Piece[_pieces.Length * 2] : _pieces;
            Array.Copy(_pieces, _firstPiece, target, 0, count);
            (_pieces, _firstPiece, _pieceEnd) = (target, 0, count);
        }
        _pieces[_pieceEnd++] = new Piece { Extent = extent, Time = time, Packet = packet, GapBefore = gapBefore };
    }

    /// <summary>The gap that was next is taken: says how many bytes it stood for.</summary>
    internal long TakeGap()
    {
        long missing = First.GapBefore;
        First.GapBefore = 0;
        if (First.Extent.Length == 0) DropFirstPiece();
        _hasGap = false;
        for (int i = _firstPiece; i < _pieceEnd && !_hasGap; i++)
        {
            _hasGap = _pieces[i].GapBefore > 0;
            if (!_hasGap) LengthToGap += _pieces[i].Extent.Length;
        }
        return missing;
    }

    /// <summary>So many bytes were taken.</summary>
    internal void Advance(int count)
    {
        Offset += count;
        LengthToGap -= count;
    }

    /// <summary>Copies what the dissector left into memory of our own.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return;
        int size = _end - _start;
        if (_bytes is null || _end + bytes.Length > _bytes.Length)
        {
            if (_bytes is not null && size + bytes.Length <= _bytes.Length)
            {
                _bytes.AsSpan(_start, size).CopyTo(_bytes);
            }
            else
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(512, (size + bytes.Length) * 2));
                Pending.CopyTo(larger);
                if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }
            (_start, _end) = (0, size);
        }
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    internal void DropPending(int count)
    {
        _start += count;
        if (_start >= _end) _start = _end = 0;
    }

    /// <summary>Gives the memory back if nothing waits. Not before the dissector has returned: the last line that it took still lies there.</summary>
    internal void Trim()
    {
        if (_bytes is null || _end > _start) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }

    internal void DropFirstPiece()
    {
        Last = new Place(First.Time, First.Packet);
        if (++_firstPiece == _pieceEnd) _firstPiece = _pieceEnd = 0;
    }

    /// <summary>Gives the memory back.</summary>
    internal void Release()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        _start = _end = _firstPiece = _pieceEnd = LengthToGap = 0;
        _hasGap = false;
    }
}
