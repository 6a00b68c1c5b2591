using System.Net;

namespace Analyzer.Servers.Recording.Packets;

/// <summary>TCP's control bits (RFC 9293, 3.1).</summary>
[Flags]
enum TcpBits : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Reset = 4,
    Push = 8,
    Acknowledge = 16,
}

/// <summary>A packet on its way, before it becomes bytes: a UDP datagram, or a TCP segment when <see cref="Segment"/> says so.</summary>
sealed record Packet
{
    /// <summary>When the tap saw it: ticks of 100 ns since year 1.</summary>
    public long Time { get; init; }

    /// <summary>Who sent it.</summary>
    public required IPEndPoint Source { get; init; }

    /// <summary>Who shall get it.</summary>
    public required IPEndPoint Destination { get; init; }

    /// <summary>What it carries.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>TCP's part; null: UDP.</summary>
    public Segment? Segment { get; init; }
}

/// <summary>What TCP adds to a packet.</summary>
sealed record Segment
{
    /// <summary>The direction of the connection that it belongs to.</summary>
    public required IFlow Flow { get; init; }

    /// <summary>Place of the first payload byte in the direction's stream, from 0.</summary>
    public long Offset { get; init; }

    /// <summary>Sequence number.</summary>
    public uint Sequence { get; init; }

    /// <summary>Acknowledgment number; 0 without <see cref="TcpBits.Acknowledge"/>.</summary>
    public uint Acknowledgment { get; init; }

    /// <summary>Receive window.</summary>
    public ushort Window { get; init; }

    /// <summary>Control bits.</summary>
    public TcpBits Bits { get; init; }

    /// <summary>Maximum segment size to announce; 0: no option.</summary>
    public ushort MaximumSize { get; init; }
}

/// <summary>One direction of a connection: what its sender's application wrote.</summary>
interface IFlow
{
    /// <summary>All bytes so far, from the first byte after SYN.</summary>
    ReadOnlyMemory<byte> Sent { get; }
}
