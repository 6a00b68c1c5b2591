namespace Analyzer.Capture.Packets.Network;

/// <summary>IP without any word on its version but its own.</summary>
internal static class RawIpDecoder
{
    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.IsEmpty) return cursor.StopAt(StopReason.NoPayload);
        return (cursor.Rest[0] >> 4) switch
        {
            4 => Layer.Ipv4,
            6 => Layer.Ipv6,
            _ => cursor.StopAt(StopReason.NotIp),
        };
    }
}
