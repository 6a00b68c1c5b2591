namespace Analyzer.Capture.Streams;

/// <summary>A segment (or what is left of one) that came before its turn.</summary>
struct KeptSegment
{
    /// <summary>Of its first byte in the stream.</summary>
    public long Start;

    /// <summary>In bytes.</summary>
    public int Length;

    /// <summary>The bytes were cut off by the snap length: they are known to be missing.</summary>
    public bool IsCut;

    public byte[]? Buffer;
    public int BufferStart;
    public Extent Extent;
    public Timestamp Time;
    public long Packet;

    public readonly long End => Start + Length;

    public readonly ReadOnlySpan<byte> Bytes => Buffer.AsSpan(BufferStart, Buffer is null ? 0 : Length);

    /// <summary>The part from <paramref name="start"/> to <paramref name="end"/>, over the same buffer.</summary>
    public readonly KeptSegment Part(long start, long end) => this with
    {
        Start = start,
        Length = (int)(end - start),
        BufferStart = BufferStart + (int)(start - Start),
        Extent = IsCut ? default : Extent.Slice((int)(start - Start), (int)(end - start)),
    };
}

/// <summary>
/// The segments of one direction that wait for bytes before them: sorted, without overlap, in a ring so that both ends are cheap. The
/// bytes are copied into arrays of exactly their length: out of order is rare, and a pool would round up by a third.
/// </summary>
sealed class KeptSegments
{
    // A segment's place in the ring and its array's header, roughly: what a byte-sized segment costs beside its byte.
    const int Overhead = 128;

    KeptSegment[] _ring = new KeptSegment[8];
    int _first;

    /// <summary>How many segments wait.</summary>
    public int Count { get; private set; }

    /// <summary>Payload bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>The memory that this costs, roughly.</summary>
    public long Cost => Bytes + (long)Count * Overhead;

    /// <summary>The segment with the lowest offset.</summary>
    public ref KeptSegment First => ref this[0];

    /// <summary>The segment with the highest offset.</summary>
    public ref KeptSegment Last => ref this[Count - 1];

    ref KeptSegment this[int index] => ref _ring[(_first + index) & (_ring.Length - 1)];

    /// <summary>
    /// Keeps what of a segment is not here yet. Where it overlaps with what is here, <paramref name="policy"/> decides; returns
    /// how many bytes were here already with the same content, and how many with another.
    /// </summary>
    public (int Same, int Different) Add(KeptSegment segment, ReadOnlySpan<byte> bytes, OverlapPolicy policy)
    {
        int same = 0, different = 0;
        int index = FirstEndingAfter(segment.Start);
        long at = segment.Start;
        while (at < segment.End)
        {
            if (index == Count || this[index].Start >= segment.End)
            {
                Insert(index, Copy(segment.Part(at, segment.End), bytes, segment.Start));
                break;
            }
            KeptSegment old = this[index];
            if (old.Start > at)
            {
                Insert(index++, Copy(segment.Part(at, old.Start), bytes, segment.Start));
                at = old.Start;
            }
            long end = Math.Min(segment.End, old.End);
            bool hasBoth = !old.IsCut && !segment.IsCut;
            if (hasBoth) Compare(old, bytes, segment.Start, at, end, ref same, ref different);
            bool newWins = !segment.IsCut && (old.IsCut || (policy == OverlapPolicy.Last && different > 0));
            index = newWins ? Replace(index, segment, bytes, at, end) : index + 1;
            at = end;
        }
        return (same, different);
    }

    static void Compare(in KeptSegment old, ReadOnlySpan<byte> bytes, long start, long at, long end, ref int same, ref int different)
    {
        int length = (int)(end - at);
        if (old.Buffer is null || bytes.IsEmpty)
        {
            same += length;
            return;
        }
        ReadOnlySpan<byte> mine = bytes.Slice((int)(at - start), length);
        ReadOnlySpan<byte> theirs = old.Bytes.Slice((int)(at - old.Start), length);
        if (mine.SequenceEqual(theirs)) same += length;
        else different += length;
    }

    // Puts the new bytes in place of the old ones between at and end; what sticks out of the old segment stays. Returns the index behind.
    int Replace(int index, in KeptSegment segment, ReadOnlySpan<byte> bytes, long at, long end)
    {
        KeptSegment old = this[index];
        RemoveAt(index);
        if (old.Start < at) Insert(index++, old.Part(old.Start, at));
        Insert(index++, Copy(segment.Part(at, end), bytes, segment.Start));
        if (old.End > end) Insert(index, old.Part(end, old.End));
        return index;
    }

    static KeptSegment Copy(KeptSegment part, ReadOnlySpan<byte> bytes, long start)
    {
        part.Buffer = null;
        part.BufferStart = 0;
        if (bytes.IsEmpty || part.IsCut) return part;
        part.Buffer = bytes.Slice((int)(part.Start - start), part.Length).ToArray();
        return part;
    }

    int FirstEndingAfter(long offset)
    {
        if (Count == 0 || this[Count - 1].End <= offset) return Count; // In order among themselves: by far the usual case.
        int low = 0, high = Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (this[middle].End <= offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    void Insert(int index, in KeptSegment segment)
    {
        if (Count == _ring.Length) Grow();
        if (index < Count / 2)
        {
            _first = (_first - 1) & (_ring.Length - 1);
            for (int i = 0; i < index; i++) this[i] = this[i + 1];
        }
        else
        {
            for (int i = Count; i > index; i--) this[i] = this[i - 1];
        }
        this[index] = segment;
        Count++;
        Bytes += segment.Length;
    }

    void Grow()
    {
        var larger = new KeptSegment[_ring.Length * 2];
        for (int i = 0; i < Count; i++) larger[i] = this[i];
        (_ring, _first) = (larger, 0);
    }

    /// <summary>Takes the first segment out.</summary>
    public void RemoveFirst() => RemoveAt(0);

    void RemoveAt(int index)
    {
        ref KeptSegment removed = ref this[index];
        Bytes -= removed.Length;
        if (index < Count / 2)
        {
            for (int i = index; i > 0; i--) this[i] = this[i - 1];
            this[0] = default;
            _first = (_first + 1) & (_ring.Length - 1);
        }
        else
        {
            for (int i = index; i < Count - 1; i++) this[i] = this[i + 1];
            this[Count - 1] = default;
        }
        Count--;
    }

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveAt(Count - 1);
    }
}
