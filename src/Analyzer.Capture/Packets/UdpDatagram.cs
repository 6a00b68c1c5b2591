namespace Analyzer.Capture.Packets;

/// <summary>A UDP datagram to or from port 53: a view of the packet's bytes, valid during the call.</summary>
public readonly ref struct UdpDatagram
{
    /// <summary>Sender's address.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>Receiver's address.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>Sender's port.</summary>
    public required ushort SourcePort { get; init; }

    /// <summary>Receiver's port.</summary>
    public required ushort DestinationPort { get; init; }

    /// <summary>The captured payload.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>When the packet was captured.</summary>
    public required Timestamp Time { get; init; }
}
