using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.Transport;

/// <summary>TCP (RFC 9293 section 3.1).</summary>
internal static class TcpDecoder
{
    const int SourcePort = 0;
    const int DestinationPort = 2;
    const int Sequence = 4;
    const int Acknowledgment = 8;
    const int DataOffset = 12;
    const int Flags = 13;
    const int MinimumLength = 20;

    // Of a header that the snap length cut, this much still says where the segment belongs.
    const int NeededLength = Flags + 1;

    const TcpFlags KnownFlags = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Urg;
    const TcpFlags FirstPieceOnly = TcpFlags.Syn;
    const TcpFlags LastPieceOnly = TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Psh;

    public static Layer Decode(ref PacketCursor cursor, ISegmentSink sink)
    {
        ReadOnlySpan<byte> bytes = cursor.Rest;
        if (bytes.Length < NeededLength) return cursor.StopShortOf(MinimumLength);
        int headerLength = (bytes[DataOffset] >> 4) * 4;
        if (headerLength < MinimumLength || headerLength > cursor.WireLength) return cursor.StopAt(StopReason.HeaderInvalid);

        int payloadStart = Math.Min(headerLength, bytes.Length);
        int cutBytes = cursor.WireLength - headerLength - (bytes.Length - payloadStart);
        if (cutBytes > 0) cursor.Statistics.Count(PacketTrait.CutSegment);
        Deliver(in cursor, payloadStart, cutBytes, sink);
        return cursor.StopAt(StopReason.TcpSegment);
    }

    /// <summary>Delivers the segment, in as many pieces as its payload lies in places.</summary>
    static void Deliver(in PacketCursor cursor, int payloadStart, int cutBytes, ISegmentSink sink)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        ReadOnlySpan<byte> payload = cursor.Rest[payloadStart..];
        TcpFlags flags = (TcpFlags)header[Flags] & KnownFlags;
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(header[Sequence..]);
        // A SYN takes the sequence number before the first byte's.
        uint firstByte = (flags & TcpFlags.Syn) != 0 ? sequence + 1 : sequence;
        ChecksumState checksum = TcpChecksum.Verify(in cursor);
        int sent = 0;
        do
        {
            Extent extent = cursor.ExtentAt(payloadStart + sent, payload.Length - sent);
            bool isFirst = sent == 0;
            bool isLast = sent + extent.Length == payload.Length;
            sink.OnSegment(new TcpSegment
            {
                Source = IpAddress.From(cursor.Source),
                Destination = IpAddress.From(cursor.Destination),
                SourcePort = BinaryPrimitives.ReadUInt16BigEndian(header[SourcePort..]),
                DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(header[DestinationPort..]),
                Sequence = isFirst ? sequence : firstByte + (uint)sent,
                Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(header[Acknowledgment..]),
                Flags = flags & ~((isFirst ? TcpFlags.None : FirstPieceOnly) | (isLast ? TcpFlags.None : LastPieceOnly)),
                Payload = payload.Slice(sent, extent.Length),
                CutBytes = isLast ? cutBytes : 0,
                Extent = extent,
                Time = cursor.Time,
                PacketNumber = cursor.PacketNumber,
                Checksum = checksum,
            });
            sent += extent.Length;
        }
        while (sent < payload.Length);
    }
}
