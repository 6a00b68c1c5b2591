using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

// How segments become streams: the part of a connection that the table drives.
public sealed partial class Connection
{
    IStreamConsumer? _consumer;
    bool _isAccepted;
    int _held;

    internal ConnectionTable Table { get; init; } = null!;
    internal ConnectionKey Key { get; init; }
    internal ulong KeyHash { get; set; }
    internal int Number { get; set; }

    /// <summary>Counted over all connections, so that silence can be compared without a clock.</summary>
    internal long LastPacket { get; private set; }

    internal bool ClientIsLow { get; set; } = true;

    /// <summary>The SYN or SYN-ACK of an end that has sent bytes was not seen yet, and it is too early to go on without.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>What will be the reason once the lingering is over.</summary>
    internal CloseReason? Ending { get; set; }

    /// <summary>It stands in the table's list of connections with bytes that wait.</summary>
    internal bool IsKeeping { get; set; }

    /// <summary>Bytes wait in either direction.</summary>
    internal bool HasKept => _low.HasKept || _high.HasKept;

    /// <summary>Somebody reads the bytes (or it is not known yet that nobody does).</summary>
    internal bool WantsBytes => !_isAccepted || _consumer is not null;

    internal HalfStream HalfOf(Direction from) => (from == Direction.FromClient) == ClientIsLow ? _low : _high;

    internal HalfStream Sender(bool fromLow) => fromLow ? _low : _high;

    internal HalfStream Receiver(bool fromLow) => fromLow ? _high : _low;

    internal HalfStream OtherOf(HalfStream half) => half == _low ? _high : _low;

    Direction DirectionOf(HalfStream half) => (half == _low) == ClientIsLow ? Direction.FromClient : Direction.FromServer;

    /// <summary>Takes a segment of this connection; SYNs have been dealt with. False: its checksum speaks against it.</summary>
    internal bool Add(in TcpSegment segment, bool fromLow)
    {
        HalfStream sender = Sender(fromLow), receiver = Receiver(fromLow);
        Packets++;
        sender.Counts.Packets++;
        LastPacket = Table.Statistics.Segments;
        if (!FirstTime.IsKnown) FirstTime = segment.Time;
        if (segment.Time > LastTime) LastTime = segment.Time;
        if (!sender.Judge(segment))
        {
            if ((segment.Flags & TcpFlags.Ack) != 0) receiver.AcknowledgeCaptured(segment.Acknowledgment);
            CheckHoles(segment.Time);
            return false;
        }
        TcpFlags flags = segment.Flags;
        if ((flags & TcpFlags.Rst) != 0)
        {
            // Bytes in a RST are a message to the operator, not part of the stream (RFC 9293 section 3.5.3).
            if (sender.IsPlausible(segment.Sequence)) Ending ??= CloseReason.Reset;
            return true;
        }
        if ((flags & TcpFlags.Ack) != 0) receiver.Acknowledge(segment.Acknowledgment);
        uint first = (flags & TcpFlags.Syn) != 0 ? unchecked(segment.Sequence + 1) : segment.Sequence;
        int length = segment.Payload.Length + segment.CutBytes;
        if (length > 0) sender.Receive(segment, first);
        if ((flags & TcpFlags.Fin) != 0) sender.Finish(sender.OffsetOf(unchecked(first + (uint)length)), segment.Time);
        if (IsHeld && (AreStartsKnown || (length > 0 && ++_held >= Table.Limits.HeldAtStart))) EndHold();
        CheckHoles(segment.Time);
        if (sender.IsDone && receiver.IsDone) Ending ??= CloseReason.Finished;
        return true;
    }

    /// <summary>Each end's SYN was seen, or that the other end has heard it.</summary>
    internal bool AreStartsKnown => HasStart && (_low.HasBase || _low.IsAcknowledged) && (_high.HasBase || _high.IsAcknowledged);

    void CheckHoles(Timestamp now)
    {
        if (IsHeld) return;
        (HalfStream first, HalfStream second) = InOrderOfCapture();
        first.CheckHole(now);
        second.CheckHole(now);
    }

    // Where holes of both directions are given up at once, what waits behind them comes as it was captured: a command before its reply.
    (HalfStream First, HalfStream Second) InOrderOfCapture()
    {
        bool highFirst = _high.HasKept && (!_low.HasKept || _high.FirstKeptPacket < _low.FirstKeptPacket);
        return highFirst ? (_high, _low) : (_low, _high);
    }

    /// <summary>Both farewells were acknowledged: nothing can follow.</summary>
    internal bool IsOver => Ending == CloseReason.Finished && _low.IsFinAcknowledged && _high.IsFinAcknowledged;

    /// <summary>
    /// Goes on with what there is: the start was found, or will not be. What was held is delivered in the order of the capture, as
    /// far as the order within each direction allows.
    /// </summary>
    internal void EndHold()
    {
        if (!IsHeld) return;
        IsHeld = false;
        _low.SettleBase();
        _high.SettleBase();
        while (true)
        {
            bool low = _low.IsFirstKeptInTurn, high = _high.IsFirstKeptInTurn;
            if (!low && !high) break;
            bool lowFirst = low && (!high || _low.FirstKeptPacket <= _high.FirstKeptPacket);
            (lowFirst ? _low : _high).DeliverOneKept();
        }
    }

    internal void OnData(HalfStream half, ReadOnlySpan<byte> bytes, Extent extent, Timestamp time, long packet)
    {
        Accept();
        _consumer?.OnData(DirectionOf(half), bytes, extent, time, packet);
    }

    internal void OnGap(HalfStream half, long missing, Timestamp time)
    {
        Accept();
        _consumer?.OnGap(DirectionOf(half), missing, time);
    }

    void Accept()
    {
        if (_isAccepted) return;
        _isAccepted = true;
        _consumer = Table.Acceptor.Accept(this);
    }

    /// <summary>Delivers the rest, says goodbye, and forgets everything but the counts.</summary>
    internal void Close(CloseReason reason)
    {
        Closed = reason;
        EndHold();
        bool lowIsClosing = _low.FinOffset >= 0, highIsClosing = _high.FinOffset >= 0;
        // With the holes between, and in the order of the capture: what one side said depends on what the other had said.
        while (HasKept) InOrderOfCapture().First.ReleaseOne(LastTime);
        (HalfStream first, HalfStream second) = InOrderOfCapture();
        first.Flush(LastTime, first == _low ? highIsClosing : lowIsClosing);
        second.Flush(LastTime, second == _low ? highIsClosing : lowIsClosing);
        _low.Release();
        _high.Release();
        Table.Statistics.BadChecksums += _low.Counts.BadChecksums + _high.Counts.BadChecksums;
        Table.Statistics.EditedChecksums += _low.Counts.EditedChecksums + _high.Counts.EditedChecksums;
        Accept();
        _consumer?.OnClosed(reason, LastTime);
        _consumer = null;
        Table.Acceptor.OnClosed(this);
    }
}
