namespace Analyzer.Capture.Packets;

/// <summary>A TCP segment as decoded from a packet: a view of the packet's bytes, valid during the call.</summary>
/// <remarks>
/// A segment from a fragmented datagram comes as several of these with rising sequence numbers, one per fragment, so that each
/// payload has one <see cref="Extent"/>; only the first carries SYN, only the last FIN.
/// </remarks>
public readonly ref struct TcpSegment
{
    /// <summary>Sender's address.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>Receiver's address.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>Sender's port.</summary>
    public required ushort SourcePort { get; init; }

    /// <summary>Receiver's port.</summary>
    public required ushort DestinationPort { get; init; }

    /// <summary>Of the first byte of <see cref="Payload"/>, or of the SYN where there is one.</summary>
    public required uint Sequence { get; init; }

    /// <summary>The next byte that the sender expects; counts with <see cref="TcpFlags.Ack"/>.</summary>
    public required uint Acknowledgment { get; init; }

    /// <summary>The control bits.</summary>
    public required TcpFlags Flags { get; init; }

    /// <summary>The captured payload.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Bytes of payload behind <see cref="Payload"/> that were on the wire but were cut by the snap length.</summary>
    public int CutBytes { get; init; }

    /// <summary>Where <see cref="Payload"/> lies in the capture.</summary>
    public required Extent Extent { get; init; }

    /// <summary>When the packet was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>The packet's number in its capture, from 1.</summary>
    public required long PacketNumber { get; init; }

    /// <summary>What the checksum says.</summary>
    public ChecksumState Checksum { get; init; }
}
