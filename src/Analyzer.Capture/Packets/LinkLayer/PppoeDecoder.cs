namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>A PPPoE session's header (RFC 2516 section 4).</summary>
internal static class PppoeDecoder
{
    const int Code = 1;
    const int HeaderLength = 6;
    const byte SessionData = 0;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        cursor.Statistics.Count(PacketTrait.Pppoe);
        return cursor.Rest[Code] == SessionData ? cursor.SkipTo(HeaderLength, Layer.Ppp) : cursor.StopAt(StopReason.NotIp);
    }
}
