namespace Analyzer.Capture.Packets;

/// <summary>The control bits of a TCP header (RFC 9293 section 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>No more data from the sender.</summary>
    Fin = 0x01,

    /// <summary>Synchronises sequence numbers.</summary>
    Syn = 0x02,

    /// <summary>Resets the connection.</summary>
    Rst = 0x04,

    /// <summary>Push.</summary>
    Psh = 0x08,

    /// <summary>The acknowledgment number counts.</summary>
    Ack = 0x10,

    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x20,
}
