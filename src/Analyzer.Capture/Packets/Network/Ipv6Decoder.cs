using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.Network;

/// <summary>The fixed header of IPv6 (RFC 8200 section 3).</summary>
internal static class Ipv6Decoder
{
    const int PayloadLength = 4;
    const int NextHeader = 6;
    const int Source = 8;
    const int Destination = 24;
    const int HeaderLength = 40;

    /// <summary>Of an address.</summary>
    public const int AddressLength = 16;

    const int Version = 6;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        if (header[0] >> 4 != Version) return cursor.StopAt(StopReason.HeaderInvalid);

        cursor.Source = header.Slice(Source, AddressLength);
        cursor.Destination = header.Slice(Destination, AddressLength);
        cursor.Skip(HeaderLength);
        int payloadLength = BinaryPrimitives.ReadUInt16BigEndian(header[PayloadLength..]);
        // Zero: a jumbogram, whose length stands in its hop-by-hop options, or segmentation left to the network card.
        if (payloadLength == 0) cursor.Statistics.Count(PacketTrait.LengthFromCapture);
        else cursor.EndAt(payloadLength);
        return IpProtocol.Next(header[NextHeader], ref cursor);
    }
}
