using Analyzer.Capture.Packets.Network;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>
/// One entry of an MPLS label stack (RFC 3032). What lies below the last is known to the label's owner alone, so it is guessed:
/// IP, or an Ethernet frame with or without a control word (RFC 4385, RFC 4448).
/// </summary>
internal static class MplsDecoder
{
    const int Bottom = 2;
    const int HeaderLength = 4;
    const int BottomOfStack = 0x01;
    const int ControlWordLength = 4;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        cursor.Statistics.Count(PacketTrait.MplsLabel);
        bool isLast = (cursor.Rest[Bottom] & BottomOfStack) != 0;
        cursor.Skip(HeaderLength);
        return isLast ? Guess(ref cursor) : Layer.Mpls;
    }

    static Layer Guess(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> payload = cursor.Rest;
        if (Ipv4Decoder.IsSure(payload)) return Layer.Ipv4;
        // RFC 4385 section 3: a control word begins with four zero bits, but so do many addresses.
        if (payload.Length > ControlWordLength && payload[0] >> 4 == 0 && EthernetDecoder.IsLikely(payload[ControlWordLength..]))
            return cursor.SkipTo(ControlWordLength, Layer.Ethernet);
        return EthernetDecoder.IsLikely(payload) ? Layer.Ethernet : Layer.RawIp;
    }
}
