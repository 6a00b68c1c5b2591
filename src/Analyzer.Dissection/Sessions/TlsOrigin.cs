using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Where on the wire the records of TLS lie that decrypted bytes were read out of: from the record with the first of these bytes to the
/// one with the last.
/// </summary>
/// <param name="Stream">The connection's <see cref="StreamRecord.Id"/>.</param>
/// <param name="From">Who sent them.</param>
/// <param name="Offset">Of the first record's header, in what that side sent on the connection, gaps counted.</param>
/// <param name="Length">Bytes to the last record's end, headers included.</param>
/// <param name="FirstPacket">With the first byte.</param>
/// <param name="LastPacket">With the last byte; may be the smaller number where packets changed places.</param>
public readonly record struct TlsOrigin(long Stream, Direction From, long Offset, long Length, long FirstPacket, long LastPacket)
{
    /// <summary>From the beginning of this to the end of another; null when they are of two streams.</summary>
    public TlsOrigin? To(TlsOrigin last)
    {
        bool isOneStream = (last.Stream, last.From) == (Stream, From) && last.Offset >= Offset;
        return isOneStream ? this with { Length = last.Offset + last.Length - Offset, LastPacket = last.LastPacket } : null;
    }
}
