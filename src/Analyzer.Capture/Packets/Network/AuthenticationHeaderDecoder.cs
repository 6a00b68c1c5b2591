namespace Analyzer.Capture.Packets.Network;

/// <summary>The IP authentication header (RFC 4302 section 2), which hides nothing.</summary>
internal static class AuthenticationHeaderDecoder
{
    const int NextHeader = 0;
    const int PayloadLength = 1;
    const int MinimumLength = 12;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < MinimumLength) return cursor.StopShortOf(MinimumLength);
        int length = (header[PayloadLength] + 2) * 4;
        if (length < MinimumLength) return cursor.StopAt(StopReason.HeaderInvalid);
        if (header.Length < length) return cursor.StopShortOf(length);
        cursor.Skip(length);
        return IpProtocol.Next(header[NextHeader], ref cursor);
    }
}
