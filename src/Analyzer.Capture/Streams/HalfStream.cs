using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

/// <summary>
/// One direction of a connection: puts its segments in order. Places in the stream are 64-bit offsets, so the wrap of the 32-bit
/// sequence numbers is dealt with in one line, <see cref="OffsetOf"/>.
/// </summary>
sealed class HalfStream(Connection owner)
{
    /// <summary>
    /// How far from the next expected byte a segment may lie (RFC 7323 section 2.3: no window is larger). Beyond it, it is of another
    /// connection, or made up.
    /// </summary>
    const long MaxDistance = 1L << 30;

    /// <summary>The counts that the records show.</summary>
    public StreamCounts Counts;

    /// <summary>
    /// Packets after an acknowledgment until a segment with a wrong checksum is believed: its right copy may merely stand a few records
    /// further on.
    /// </summary>
    const int SuspectTolerance = 6;

    /// <summary>The most segments with a wrong checksum that wait for a right copy: a window's worth on a bad link.</summary>
    const int MaxSuspects = 64;

    KeptSegments? _kept;
    KeptSegments? _suspects;
    RecentExtents? _recent;
    uint _next;
    long _ackedTo = long.MinValue;
    long _certainSince;
    Timestamp _certainTime;
    long _base;
    int _largestRight;
    bool _hasRight;
    bool _hasNumber;

    /// <summary>The offset of the next byte to deliver.</summary>
    public long NextOffset { get; private set; }

    /// <summary>It is certain, or decided, where the stream begins.</summary>
    public bool HasBase { get; private set; }

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

    /// <summary>The memory that waiting segments cost.</summary>
    public long KeptCost => _kept?.Cost ?? 0;

    /// <summary>The place in the stream of a sequence number.</summary>
    public long OffsetOf(uint sequence) => NextOffset + unchecked((int)(sequence - _next));

    /// <summary>Whether a segment at this place can belong to this stream.</summary>
    public bool IsPlausible(uint sequence) => !_hasNumber || Math.Abs(OffsetOf(sequence) - NextOffset) < MaxDistance;

    /// <summary>Whether the stream begins with this sequence number.</summary>
    public bool BeginsWith(uint sequence) => HasBase && OffsetOf(sequence) == _base;

    /// <summary>Whether the stream could begin with this sequence number, by what has been kept so far.</summary>
    public bool CouldBeginWith(uint sequence) => !HasBase && (!HasKept || OffsetOf(sequence) <= _kept!.First.Start) && IsPlausible(sequence);

    /// <summary>The stream begins with this sequence number.</summary>
    public void SetBase(uint sequence)
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
        SetBase(unchecked(_next + (uint)(_kept!.First.Start - NextOffset)));
    }

    /// <summary>
    /// Whether to use a segment, by its checksum: where right ones are the rule a wrong one was damaged on the way; where all are
    /// wrong, a network card computes them after the capture point. What is larger than any segment on the wire was joined by a card.
    /// A segment that is not used waits as a suspect: if the receiver acknowledges its bytes and no right copy comes, then it had
    /// them, and the capture was edited, not the wire at fault.
    /// </summary>
    public bool Judge(in TcpSegment segment)
    {
        switch (segment.Checksum)
        {
            case ChecksumState.Right:
                _hasRight = true;
                _largestRight = Math.Max(_largestRight, segment.Payload.Length);
                return true;
            case ChecksumState.Wrong when _hasRight && segment.Payload.Length <= Math.Max(_largestRight, 1460):
                Suspect(segment);
                return false;
            default:
                return true;
        }
    }

    void Suspect(in TcpSegment segment)
    {
        Counts.BadChecksums++;
        const TcpFlags Control = TcpFlags.Syn | TcpFlags.Rst;
        if (segment.Payload.IsEmpty || (segment.Flags & Control) != 0 || !_hasNumber || !IsPlausible(segment.Sequence)) return;
        long start = OffsetOf(segment.Sequence);
        if (start + segment.Payload.Length <= NextOffset) return;
        _suspects ??= new KeptSegments();
        if (_suspects.Count >= MaxSuspects) return;
        var suspect = new KeptSegment { Start = start, Length = segment.Payload.Length, Extent = segment.Extent, Time = segment.Time, Packet = segment.PacketNumber };
        _suspects.Add(suspect, owner.WantsBytes ? segment.Payload : default, OverlapPolicy.Last);
    }

    bool HasSuspectInTurn
    {
        get
        {
            while (_suspects is { Count: > 0 } && _suspects.First.End <= NextOffset) _suspects.RemoveFirst();
            return _suspects is { Count: > 0 } && _suspects.First.Start <= NextOffset;
        }
    }

    // Never further than what waits: that has a right checksum.
    void BelieveSuspect()
    {
        KeptSegment suspect = _suspects!.First;
        long end = HasKept ? Math.Min(suspect.End, _kept!.First.Start) : suspect.End;
        Counts.BadChecksums--;
        Counts.EditedChecksums++;
        Release(suspect.Part(NextOffset, end));
        _suspects.RemoveFirst();
        Drain();
    }

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
            SetBase(sequence);
            start = NextOffset;
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

    /// <summary>Delivers the first segment that waits, and what follows it directly; for a hold that ends.</summary>
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
        bool isSuspect = HasSuspectInTurn;
        long end = isSuspect ? _suspects!.First.End : HasKept ? _kept!.First.Start : FinOffset;
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
        if (HasSuspectInTurn && IsBelievable(_suspects!.First))
        {
            BelieveSuspect();
            return;
        }
        long end = HasKept ? _kept!.First.Start : FinOffset;
        if (_suspects is { Count: > 0 } && IsBelievable(_suspects.First)) end = Math.Min(end, _suspects.First.Start);
        if (end > NextOffset) Miss(end - NextOffset, now);
        Drain();
    }

    // Where the other direction is not in the capture, nobody can tell; and a capture that was edited once was edited throughout.
    bool IsBelievable(in KeptSegment suspect)
    {
        ref readonly StreamCounts other = ref owner.OtherOf(this).Counts;
        return _ackedTo >= suspect.End || other.Packets == 0 || Counts.EditedChecksums + other.EditedChecksums > 0;
    }

    /// <summary>No more packets will come: delivers all that waits, with the holes between.</summary>
    public void Flush(Timestamp now, bool otherIsClosing)
    {
        SettleBase();
        while (HasKept || (HasSuspectInTurn && IsBelievable(_suspects!.First))) GiveUpHole(now);
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
