namespace Analyzer.Capture.Packets.Tunnels;

/// <summary>VXLAN (RFC 7348 section 5).</summary>
internal static class VxlanDecoder
{
    /// <summary>Registered.</summary>
    public const ushort Port = 4789;

    /// <summary>What Linux used before there was a registered one, and still takes unless told otherwise.</summary>
    public const ushort LinuxPort = 8472;

    const int Flags = 0;
    const int HeaderLength = 8;
    const byte HasNetwork = 0x08;

    public static Layer Decode(ref PacketCursor cursor)
    {
        if (cursor.Rest.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        // The one flag that must be set; without it the port is in other use.
        if ((cursor.Rest[Flags] & HasNetwork) == 0) return cursor.StopAt(StopReason.OtherUdp);
        cursor.Statistics.Count(PacketTrait.Vxlan);
        return cursor.SkipTo(HeaderLength, Layer.Ethernet);
    }
}
