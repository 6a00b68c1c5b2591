namespace Analyzer.Capture.Streams;

/// <summary>A TCP connection: who talks to whom, and what was counted. The <c>stream</c> record is made from it.</summary>
public sealed partial class Connection
{
    readonly HalfStream _low, _high;

    /// <summary>A connection that nothing is known of yet.</summary>
    internal Connection()
    {
        _low = new HalfStream(this);
        _high = new HalfStream(this);
    }

    /// <summary>From 0, by first packet (a SYN that is never answered takes a number, too).</summary>
    public long Id { get; internal set; }

    /// <summary>Who sent the SYN; without one, who does not own the well-known (else the lower) port.</summary>
    public Endpoint Client { get; internal set; }

    /// <summary>The other end.</summary>
    public Endpoint Server { get; internal set; }

    /// <summary>Whether a SYN or SYN-ACK was seen; without one the stream's beginning is not in the capture.</summary>
    public bool HasStart { get; internal set; }

    /// <summary>Whether the capture tells where this direction begins, so that nothing can be missing before its first byte.</summary>
    public bool HasStartOf(Direction from) => HasStart && HalfOf(from).HasCertainBase;

    /// <summary>Of the first packet.</summary>
    public Timestamp FirstTime { get; internal set; } = Timestamp.Unknown;

    /// <summary>Of the last packet.</summary>
    public Timestamp LastTime { get; internal set; } = Timestamp.Unknown;

    /// <summary>Packets of both directions.</summary>
    public long Packets { get; internal set; }

    /// <summary>Why it ended; null while it lives.</summary>
    public CloseReason? Closed { get; internal set; }

    /// <summary>The counts of one direction.</summary>
    public ref readonly StreamCounts Counts(Direction from) => ref HalfOf(from).Counts;

    /// <summary>No payload was delivered in either direction, and none waits for its turn.</summary>
    public bool IsEmpty => _low.Counts.Bytes + _high.Counts.Bytes == 0 && !HasKept;

    /// <summary>Whether the FIN of this direction was seen and all before it was delivered, or counted as missing: nothing can follow.</summary>
    public bool HasFinished(Direction from) => HalfOf(from).IsDone;

    /// <summary>When the FIN of this direction was captured; unknown while none was seen.</summary>
    public Timestamp FinTime(Direction from) => HalfOf(from).FinTime;
}

/// <summary>What was counted of one direction of a connection.</summary>
public struct StreamCounts
{
    /// <summary>Payload bytes delivered in order.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Bytes known to have been sent that the capture lacks.</summary>
    public long Missing { get; internal set; }

    /// <summary>Packets in this direction.</summary>
    public long Packets { get; internal set; }

    /// <summary>Bytes that came again with the same content.</summary>
    public long Retransmitted { get; internal set; }

    /// <summary>Bytes that came again with another content.</summary>
    public long Conflicting { get; internal set; }

    /// <summary>The offset in the stream of the first conflict; counts when <see cref="Conflicting"/> is not 0.</summary>
    public long FirstConflict { get; internal set; }

    /// <summary>The packet that brought the first conflict.</summary>
    public long FirstConflictPacket { get; internal set; }

    /// <summary>Segments that came before one with a lower sequence number.</summary>
    public long OutOfOrder { get; internal set; }

    /// <summary>Segments with a wrong checksum that were left out.</summary>
    public long BadChecksums { get; internal set; }

    /// <summary>
    /// Segments with a wrong checksum that were used after all, because the receiver acknowledged their bytes and no other copy came.
    /// </summary>
    public long EditedChecksums { get; internal set; }
}
