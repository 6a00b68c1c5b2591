using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Packets.Fragments;

/// <summary>
/// A fragmented datagram while its fragments come, in any order. Where they overlap, the first bytes stay. What was stored grows
/// only with bytes that came: a hole costs nothing.
/// </summary>
internal sealed class DatagramAssembly(FragmentKey key, Timestamp started)
{
    // This object with its list node and table entry, roughly.
    const int OwnSize = 256;

    const int UnknownLength = -1;

    RentedList<byte> _store;
    RentedList<DatagramPiece> _pieces;
    int _covered;
    int _length = UnknownLength;

    public FragmentKey Key { get; } = key;

    /// <summary>When the first of its fragments came.</summary>
    public Timestamp Started { get; } = started;

    /// <summary>Of the payload; known when complete.</summary>
    public byte Protocol { get; private set; }

    /// <summary>The datagram was given up; it is only remembered so that its later fragments are known.</summary>
    public bool IsDropped { get; private set; }

    public bool IsComplete => _covered == _length;

    /// <summary>How long it was on the wire; known when complete.</summary>
    public int Length => _length;

    public int PieceCount => _pieces.Count;

    /// <summary>Bytes of memory held.</summary>
    public int MemorySize => OwnSize + _store.Capacity + _pieces.Capacity * Unsafe.SizeOf<DatagramPiece>();

    /// <summary>Takes the fragment that the cursor stands at, which must be a possible one.</summary>
    public FragmentOutcome Add(in PacketCursor cursor)
    {
        FragmentHeader fragment = cursor.Fragment;
        int end = fragment.Offset + cursor.WireLength;
        int highestEnd = _pieces.Count > 0 ? _pieces.Items[^1].End : 0;
        bool fits = fragment.HasMore
            ? _length == UnknownLength || end <= _length
            : end >= highestEnd && (_length == UnknownLength || end == _length);
        if (!fits) return FragmentOutcome.Impossible;

        if (!fragment.HasMore) _length = end;
        // RFC 8200 section 4.5: only the first fragment's word counts.
        if (fragment.Offset == 0) Protocol = fragment.Protocol;
        return Fill(in cursor, fragment.Offset, end);
    }

    FragmentOutcome Fill(in PacketCursor cursor, int start, int end)
    {
        int coveredBefore = _covered;
        bool agrees = true;
        int index = DatagramPiece.IndexOfLastFrom(_pieces.Items, start);
        if (index < 0 || _pieces.Items[index].End <= start) index++;
        for (int position = start; position < end; index++)
        {
            int nextStart = index < _pieces.Count ? _pieces.Items[index].Start : int.MaxValue;
            if (nextStart <= position) agrees &= Agrees(in cursor, position - start, position, index);
            else Insert(in cursor, position - start, position, Math.Min(end, nextStart), index);
            position = _pieces.Items[index].End;
        }
        int added = _covered - coveredBefore;
        return !agrees ? FragmentOutcome.Conflict
            : added == end - start ? FragmentOutcome.New
            : added == 0 ? FragmentOutcome.Duplicate
            : FragmentOutcome.Overlap;
    }

    /// <summary>Whether the captured bytes of the fragment equal those of a piece from <paramref name="position"/> on.</summary>
    bool Agrees(in PacketCursor cursor, int fragmentStart, int position, int index)
    {
        ref readonly DatagramPiece piece = ref _pieces.Items[index];
        if (piece.IsMissing || fragmentStart >= cursor.Rest.Length) return true;
        ReadOnlySpan<byte> again = cursor.Rest[fragmentStart..];
        ReadOnlySpan<byte> first = _store.Items.Slice(piece.Stored + position - piece.Start, piece.End - position);
        int length = Math.Min(first.Length, again.Length);
        return first[..length].SequenceEqual(again[..length]);
    }

    /// <summary>Puts a piece before <paramref name="index"/>: up to <paramref name="end"/>, or as far as it lies in one place.</summary>
    void Insert(in PacketCursor cursor, int fragmentStart, int position, int end, int index)
    {
        int captured = Math.Min(end - position, cursor.Rest.Length - fragmentStart);
        int stored = DatagramPiece.Missing;
        Extent extent = new(0, 0, end - position);
        if (captured > 0)
        {
            stored = _store.Count;
            extent = cursor.ExtentAt(fragmentStart, captured);
            _store.Append(cursor.Rest.Slice(fragmentStart, extent.Length));
        }
        _pieces.Insert(index, new DatagramPiece(position, stored, extent));
        _covered += extent.Length;
    }

    /// <summary>
    /// The bytes of the complete datagram, up to the first that the snap length cut, and where they lie. Valid until the release.
    /// </summary>
    public ReadOnlySpan<byte> Join(out ReadOnlySpan<DatagramPiece> pieces)
    {
        int count = 0;
        int length = 0;
        bool isInOrder = true;
        foreach (ref readonly DatagramPiece piece in _pieces.Items)
        {
            if (piece.IsMissing) break;
            isInOrder &= piece.Stored == piece.Start;
            length = piece.End;
            count++;
        }
        pieces = _pieces.Items[..count];
        if (!isInOrder) PutInOrder(pieces);
        return _store.Items[..length];
    }

    void PutInOrder(ReadOnlySpan<DatagramPiece> pieces)
    {
        RentedList<byte> ordered = default;
        foreach (ref readonly DatagramPiece piece in pieces) ordered.Append(_store.Items.Slice(piece.Stored, piece.Length));
        _store.Release();
        _store = ordered;
    }

    /// <summary>Gives the datagram up.</summary>
    public void Drop()
    {
        IsDropped = true;
        Release();
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        _store.Release();
        _pieces.Release();
    }
}
