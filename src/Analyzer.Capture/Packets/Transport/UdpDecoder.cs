using System.Buffers.Binary;
using Analyzer.Capture.Packets.Tunnels;

namespace Analyzer.Capture.Packets.Transport;

/// <summary>UDP (RFC 768), on the way to DNS and to the tunnels over it. Its checksum is not looked at.</summary>
internal static class UdpDecoder
{
    const int SourcePort = 0;
    const int DestinationPort = 2;
    const int Length = 4;
    const int HeaderLength = 8;

    const ushort DnsPort = 53;

    public static Layer Decode(ref PacketCursor cursor, ISegmentSink sink)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        ushort source = BinaryPrimitives.ReadUInt16BigEndian(header[SourcePort..]);
        ushort destination = BinaryPrimitives.ReadUInt16BigEndian(header[DestinationPort..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(header[Length..]);
        // Zero stands for the rest of a jumbogram (RFC 2675 section 4) or of what segmentation off-load is still to cut.
        if (length is > 0 and < HeaderLength) return cursor.StopAt(StopReason.HeaderInvalid);
        if (length > 0) cursor.EndAt(length);
        cursor.Skip(HeaderLength);
        if (source == DnsPort || destination == DnsPort) return Deliver(source, destination, ref cursor, sink);
        return destination switch
        {
            VxlanDecoder.Port or VxlanDecoder.LinuxPort => Layer.Vxlan,
            GeneveDecoder.Port => Layer.Geneve,
            GtpDecoder.Port => Layer.Gtp,
            _ => cursor.StopAt(StopReason.OtherUdp),
        };
    }

    static Layer Deliver(ushort source, ushort destination, ref PacketCursor cursor, ISegmentSink sink)
    {
        sink.OnDatagram(new UdpDatagram
        {
            Source = IpAddress.From(cursor.Source),
            Destination = IpAddress.From(cursor.Destination),
            SourcePort = source,
            DestinationPort = destination,
            Payload = cursor.Rest,
            Time = cursor.Time,
        });
        return cursor.StopAt(StopReason.DnsDatagram);
    }
}
