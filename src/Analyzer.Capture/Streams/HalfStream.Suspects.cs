using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

// Segments with a wrong checksum: which of them to use, and when.
sealed partial class HalfStream
{
    /// <summary>
    /// Packets after an acknowledgment until a segment with a wrong checksum is believed: its right copy may merely stand a few records
    /// further on.
    /// </summary>
    const int SuspectTolerance = 6;

    /// <summary>The most segments with a wrong checksum that wait for a right copy: a window's worth on a bad link.</summary>
    const int MaxSuspects = 64;

    KeptSegments? _suspects;
    int _largestRight;
    bool _hasRight;

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

    /// <summary>Whether the first segment with a wrong checksum whose place has not been filled can be used.</summary>
    bool HasBelievable
    {
        get
        {
            while (_suspects is { Count: > 0 } && IsPassed(_suspects.First)) _suspects.RemoveFirst();
            return _suspects is { Count: > 0 } && IsBelievable(_suspects.First);
        }
    }

    bool IsPassed(in KeptSegment suspect) => suspect.End <= NextOffset || (FinOffset >= 0 && suspect.Start >= FinOffset);

    // Where the other direction is not in the capture, nobody can tell; and a capture that was edited once was edited throughout.
    bool IsBelievable(in KeptSegment suspect)
    {
        ref readonly StreamCounts other = ref owner.OtherOf(this).Counts;
        return _ackedTo >= suspect.End || other.Packets == 0 || Counts.EditedChecksums + other.EditedChecksums > 0;
    }

    // Where the bytes go on behind the hole that is next: at what waits, at the FIN, or nowhere yet (-1).
    long HoleEnd(bool hasBelievable)
    {
        long end = HasKept ? _kept!.First.Start : FinOffset;
        return hasBelievable && (end < 0 || _suspects!.First.Start < end) ? _suspects!.First.Start : end;
    }

    bool TryBelieve()
    {
        if (!HasBelievable || _suspects!.First.Start > NextOffset) return false;
        BelieveSuspect();
        return true;
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

    /// <summary>
    /// An acknowledgment in a segment with a wrong checksum: believed only about bytes that were captured, since its number may be damaged.
    /// </summary>
    public void AcknowledgeCaptured(uint sequence)
    {
        if (!_hasNumber || _suspects is not { Count: > 0 }) return;
        long offset = OffsetOf(sequence);
        if (offset > _ackedTo && offset <= _suspects.Last.End) _ackedTo = offset;
    }
}
