using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

/// <summary>
/// One direction of a connection: puts its segments in order. Places in the stream are 64-bit offsets, so the wrap of the 32-bit
/// sequence numbers is dealt with in one line, <see cref="OffsetOf"/>.
/// </summary>
sealed partial class HalfStream(Connection owner)
{
    /// <summary>
    /// How far from the next expected byte a segment may lie (RFC 7323 section 2.3: no window is larger). Beyond it, it is of another
    /// connection, or made up.
    /// </summary>
    const long MaxDistance = 1L << 30;

    /// <summary>
    /// How far behind its SYN may lie what was captured before it: a few segments that changed places, as large as network cards join them.
    /// </summary>
    const long MaxHead = 1L << 20;

    /// <summary>The counts that the records show.</summary>
    public StreamCounts Counts;

    KeptSegments? _kept;
    RecentExtents? _recent;
    uint _next;
    long _ackedTo = long.MinValue;
    long _firstAcked = long.MaxValue;
    long _certainSince;
    Timestamp _certainTime;
    long _base;
    bool _hasNumber;

    /// <summary>The offset of the next byte to deliver.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The receiver has acknowledged something.</summary>
    public bool IsAcknowledged => _firstAcked != long.MaxValue;

    /// <summary>It is certain, or decided, where the stream begins.</summary>
    public bool HasBase { get; private set; }

    /// <summary>That place is certain, as far as a handshake can tell it: what is delivered first is the stream's first byte.</summary>
    public bool HasCertainBase { get; private set; }

    /// <summary>The FIN's place; -1 while none was seen.</summary>
    public long FinOffset { get; private set; } = -1;

    /// <summary>When the FIN was captured; unknown while none was seen.</summary>
    public Timestamp FinTime { get; private set; } = Timestamp.Unknown;

    /// <summary>Everything up to the FIN was delivered (or is known to be missing).</summary>
    public bool IsDone => FinOffset >= 0 && NextOffset >= FinOffset;

    /// <summary>The receiver has acknowledged the FIN.</summary>
    public bool IsFinAcknowledged => IsDone && _ackedTo > FinOffset;

    /// <summary>Something waits for its turn.</summary>
    public bool HasKept => _kept is { Count: > 0 };

    /// <summary>The packet that brought the first segment that waits.</summary>
    public long FirstKeptPacket => _kept!.First.Packet;

    /// <summary>How many segments wait.</summary>
    public int KeptCount => _kept?.Count ?? 0;

    int Waiting => KeptCount + (_suspects?.Count ?? 0);

    /// <summary>The memory that waiting segments cost.</summary>
    public long KeptCost => _kept?.Cost ?? 0;

    /// <summary>The place in the stream of a sequence number.</summary>
    public long OffsetOf(uint sequence) => NextOffset + unchecked((int)(sequence - _next));

    /// <summary>Whether a segment at this place can belong to this stream.</summary>
    public bool IsPlausible(uint sequence) => !_hasNumber || Math.Abs(OffsetOf(sequence) - NextOffset) < MaxDistance;

    /// <summary>Whether the stream begins with this sequence number.</summary>
    public bool BeginsWith(uint sequence) => HasBase && OffsetOf(sequence) == _base;

    /// <summary>Whether the stream could begin with this sequence number, by what has been kept so far.</summary>
    public bool CouldBeginWith(uint sequence) => !HasBase && (HasKept ? _kept!.First.Start - OffsetOf(sequence) is >= 0 and < MaxHead : IsPlausible(sequence));

    /// <summary>
    /// Whether the stream, whose beginning is not certain, may have begun with this sequence number, a little before all that is known
    /// of it. A later connection's numbers lie higher, or anywhere.
    /// </summary>
    public bool MayHaveBegunWith(uint sequence)
    {
        bool isKnown = HasBase || HasKept || IsAcknowledged;
        if (HasCertainBase || !isKnown) return false;
        long first = HasBase ? _base : HasKept ? _kept!.First.Start : _firstAcked;
        return first - OffsetOf(sequence) is >= 0 and < MaxHead;
    }

    /// <summary>The stream begins with this sequence number: a SYN, or the answer to it, says so.</summary>
    public void SetBase(uint sequence)
    {
        PlaceBase(sequence);
        HasCertainBase = true;
    }

    void AssumeBase(uint sequence)
    {
        PlaceBase(sequence);
        HasCertainBase = owner.HasStart && _base == _firstAcked;
    }

    void PlaceBase(uint sequence)
    {
        if (_hasNumber)
        {
            NextOffset = OffsetOf(sequence);
        }
        _next = sequence;
        _base = NextOffset;
        _hasNumber = HasBase = true;
    }

    /// <summary>Nobody knows better: the stream begins with the lowest number seen.</summary>
    public void SettleBase()
    {
        if (HasBase || !HasKept) return;
        AssumeBase(FirstWith(_kept!.First.Start));
    }

    // Where the SYN was seen and its answer was not: what the receiver acknowledges before any byte is that answer.
    uint FirstWith(long start) => unchecked(_next + (uint)((owner.HasStart ? Math.Min(start, _firstAcked) : start) - NextOffset));

    /// <summary>The other side acknowledges everything before <paramref name="sequence"/>.</summary>
    public void Acknowledge(uint sequence)
    {
        if (!_hasNumber)
        {
            _next = sequence;
            _hasNumber = true;
        }
        long offset = OffsetOf(sequence);
        if (offset > _ackedTo && offset - NextOffset < MaxDistance) _ackedTo = offset;
        if (_firstAcked == long.MaxValue && Math.Abs(offset - NextOffset) < MaxDistance) _firstAcked = offset;
    }

    /// <summary>The sender says that its stream ends behind this place.</summary>
    public void Finish(long offset, Timestamp time)
    {
        if (FinOffset < 0 && offset >= NextOffset && offset - NextOffset < MaxDistance) (FinOffset, FinTime) = (offset, time);
    }

    /// <summary>A segment with payload, whose first byte has this sequence number.</summary>
    public void Receive(in TcpSegment segment, uint sequence)
    {
        if (!_hasNumber)
        {
            _next = sequence;
            _hasNumber = true;
        }
        long start = OffsetOf(sequence);
        if (Math.Abs(start - NextOffset) >= MaxDistance)
        {
            owner.Table.Statistics.Unacceptable++;
            return;
        }
        if (FinOffset >= 0 && start >= FinOffset && !IsDone) FinOffset = -1; // That FIN was not the sender's.
        if (!HasBase)
        {
            if (owner.IsHeld)
            {
                Keep(start, segment, segment.Payload, segment.Extent);
                return;
            }
            AssumeBase(FirstWith(start));
            start = OffsetOf(sequence);
        }
        if (start == NextOffset && !HasKept)
        {
            Deliver(segment.Payload, segment.Extent, segment.Time, segment.PacketNumber);
            if (segment.CutBytes > 0) Miss(segment.CutBytes, segment.Time);
            return;
        }
        ReceiveOutOfTurn(start, segment);
    }

    void ReceiveOutOfTurn(long start, in TcpSegment segment)
    {
        ReadOnlySpan<byte> bytes = segment.Payload;
        Extent extent = segment.Extent;
        if (start < NextOffset)
        {
            int known = (int)Math.Min(NextOffset - start, bytes.Length);
            CountAgain(start, bytes[..known], segment.PacketNumber);
            if (known == bytes.Length && start + known + segment.CutBytes <= NextOffset) return;
            start += known;
            bytes = bytes[known..];
            extent = extent.Slice(known);
            if (start < NextOffset) return; // Only cut bytes are left, and some of them are there.
        }
        else if (start > NextOffset)
        {
            Counts.OutOfOrder++;
        }
        if (start == NextOffset && !HasKept)
        {
            if (bytes.Length > 0) Deliver(bytes, extent, segment.Time, segment.PacketNumber);
            if (segment.CutBytes > 0) Miss(segment.CutBytes, segment.Time);
            return;
        }
        Keep(start, segment, bytes, extent);
        Drain();
    }

    void CountAgain(long start, ReadOnlySpan<byte> bytes, long packet)
    {
        // A keep-alive repeats the byte before the next one, or sends any byte in its place (RFC 9293 section 3.8.4).
        if (bytes.Length == 1 && start == NextOffset - 1) return;
        long known = Math.Max(0, _base - start);
        if (known >= bytes.Length) return; // Before the stream's first byte: no receiver takes it.
        int different = _recent?.FirstDifference(start + known, bytes[(int)known..], owner.Table.Store) ?? -1;
        if (different < 0)
        {
            Counts.Retransmitted += bytes.Length - known;
            return;
        }
        CountConflict(start + known + different, (int)(bytes.Length - known) - different, packet);
    }

    void CountConflict(long offset, int length, long packet)
    {
        if (Counts.Conflicting == 0) (Counts.FirstConflict, Counts.FirstConflictPacket) = (offset - _base, packet);
        Counts.Conflicting += length;
    }

    void Keep(long start, in TcpSegment segment, ReadOnlySpan<byte> bytes, Extent extent)
    {
        _kept ??= new KeptSegments();
        long before = _kept.Cost;
        if (bytes.Length > 0)
        {
            var kept = new KeptSegment { Start = start, Length = bytes.Length, Extent = extent, Time = segment.Time, Packet = segment.PacketNumber };
            (int same, int different) = _kept.Add(kept, owner.WantsBytes ? bytes : default, owner.Table.Policy);
            Counts.Retransmitted += same;
            if (different > 0) CountConflict(start, different, segment.PacketNumber);
        }
        if (segment.CutBytes > 0)
        {
            var cut = new KeptSegment { Start = start + bytes.Length, Length = segment.CutBytes, IsCut = true, Time = segment.Time, Packet = segment.PacketNumber };
            _kept.Add(cut, default, OverlapPolicy.First);
        }
        owner.Table.Charge(owner, this, _kept.Cost - before);
    }

    /// <summary>Delivers what waits and whose turn has come.</summary>
    public void Drain()
    {
        if (_kept is null) return;
        long before = _kept.Cost;
        while (_kept.Count > 0 && _kept.First.Start <= NextOffset) DeliverFirstKept();
        _certainSince = 0;
        owner.Table.Charge(owner, this, _kept.Cost - before);
    }

    void DeliverFirstKept()
    {
        KeptSegment kept = _kept!.First;
        if (kept.End > NextOffset)
        {
            int skip = (int)(NextOffset - kept.Start);
            if (skip > 0) kept = kept.Part(NextOffset, kept.End);
            Release(kept);
        }
        _kept.RemoveFirst();
    }

    void Release(in KeptSegment kept)
    {
        if (kept.IsCut) Miss(kept.Length, kept.Time);
        else if (kept.Buffer is null) Count(kept.Length);
        else Deliver(kept.Bytes, kept.Extent, kept.Time, kept.Packet);
    }

    /// <summary>No more packets will come: gives the hole before the first segment that waits up, and delivers that one.</summary>
    public void ReleaseOne(Timestamp now)
    {
        SettleBase();
        if (!IsFirstKeptInTurn && !TryBelieve()) Miss(HoleEnd(HasBelievable) - NextOffset, now);
        if (IsFirstKeptInTurn) DeliverOneKept();
    }

    /// <summary>Delivers the first segment that waits; for a hold that ends.</summary>
    public void DeliverOneKept()
    {
        long before = _kept!.Cost;
        if (_kept.First.Start <= NextOffset) DeliverFirstKept();
        owner.Table.Charge(owner, this, _kept.Cost - before);
    }

    /// <summary>Whether the first segment that waits follows what was delivered.</summary>
    public bool IsFirstKeptInTurn => HasKept && _kept!.First.Start <= NextOffset;

    void Deliver(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time, long packet)
    {
        if (owner.WantsBytes)
        {
            (_recent ??= new RecentExtents()).Add(NextOffset, extent);
            Count(bytes.Length);
            owner.OnData(this, bytes, extent, time, packet);
            return;
        }
        Count(bytes.Length);
    }

    void Count(int length)
    {
        NextOffset += length;
        _next = unchecked(_next + (uint)length);
        Counts.Bytes += length;
    }

    void Miss(long missing, Timestamp time)
    {
        NextOffset += missing;
        _next = unchecked(_next + (uint)missing);
        Counts.Missing += missing;
        owner.OnGap(this, missing, time);
    }

    /// <summary>
    /// Gives a hole up once it is certain that its bytes will not come: the receiver has acknowledged them, and since then so many
    /// packets have passed that they cannot merely be out of order in the capture.
    /// </summary>
    public void CheckHole(Timestamp now)
    {
        bool hasBelievable = HasBelievable;
        bool isSuspect = hasBelievable && _suspects!.First.Start <= NextOffset;
        long end = isSuspect ? _suspects!.First.End : HoleEnd(hasBelievable);
        if (!HasBase || end <= NextOffset || _ackedTo < end)
        {
            _certainSince = 0;
            return;
        }
        if (_certainSince == 0)
        {
            (_certainSince, _certainTime) = (owner.Packets, now);
            return;
        }
        long packets = owner.Packets - _certainSince;
        if (isSuspect)
        {
            if (packets >= SuspectTolerance) BelieveSuspect();
            return;
        }
        StreamLimits limits = owner.Table.Limits;
        if (packets >= limits.ReorderTolerance || (packets >= 6 && now - _certainTime >= limits.LingerTime)) GiveUpHole(now);
    }

    /// <summary>Declares the hole before the first waiting segment (or before the FIN) as missing, and goes on behind it.</summary>
    public void GiveUpHole(Timestamp now)
    {
        if (TryBelieve()) return;
        long end = HoleEnd(HasBelievable);
        if (end > NextOffset) Miss(end - NextOffset, now);
        Drain();
    }

    /// <summary>No more packets will come: delivers all that waits, with the holes between.</summary>
    public void Flush(Timestamp now, bool otherIsClosing)
    {
        SettleBase();
        (long, int) before = (-1, 0);
        while ((HasKept || HasBelievable) && before != (NextOffset, Waiting))
        {
            before = (NextOffset, Waiting);
            GiveUpHole(now);
        }
        long end = FinOffset;
        if (end < 0 && _ackedTo > NextOffset)
        {
            // The acknowledgment may count a FIN that was not captured.
            end = _ackedTo - NextOffset == 1 || (otherIsClosing && !HasBase) ? _ackedTo - 1 : _ackedTo;
        }
        if (end > NextOffset) Miss(end - NextOffset, now);
    }

    /// <summary>Gives all memory back.</summary>
    public void Release()
    {
        if (_kept is not null)
        {
            owner.Table.Charge(owner, this, -_kept.Cost);
            _kept.Clear();
        }
        _suspects?.Clear();
        _suspects = null;
        _kept = null;
        _recent = null;
    }
}
