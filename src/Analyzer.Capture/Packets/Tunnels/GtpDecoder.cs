namespace Analyzer.Capture.Packets.Tunnels;

/// <summary>The user plane's tunnel of mobile networks, GTP-U (3GPP TS 29.281 section 5).</summary>
internal static class GtpDecoder
{
    /// <summary>Registered.</summary>
    public const ushort Port = 2152;

    const int Flags = 0;
    const int MessageType = 1;
    const int HeaderLength = 8;
    const int NextExtension = 11;
    const int LongHeaderLength = 12;

    const int VersionAndProtocolMask = 0xF0;
    const int Version1 = 0x30;
    const int HasExtension = 0x04;
    const int LongHeaderMask = 0x07;
    const byte UserPacket = 0xFF;

    const int ExtensionLengthUnit = 4;
    const byte NoMoreExtensions = 0;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        if ((header[Flags] & VersionAndProtocolMask) != Version1) return cursor.StopAt(StopReason.OtherUdp);
        if (header[MessageType] != UserPacket) return cursor.StopAt(StopReason.NoPayload);
        cursor.Statistics.Count(PacketTrait.Gtp);
        if ((header[Flags] & LongHeaderMask) == 0) return cursor.SkipTo(HeaderLength, Layer.RawIp);
        if (header.Length < LongHeaderLength) return cursor.StopShortOf(LongHeaderLength);
        byte next = (header[Flags] & HasExtension) != 0 ? header[NextExtension] : NoMoreExtensions;
        cursor.Skip(LongHeaderLength);
        return SkipExtensions(next, ref cursor);
    }

    // Section 5.2.1: each has its length in front and the type of the next in its last byte.
    static Layer SkipExtensions(byte next, ref PacketCursor cursor)
    {
        while (next != NoMoreExtensions)
        {
            ReadOnlySpan<byte> extension = cursor.Rest;
            if (extension.IsEmpty) return cursor.StopShortOf(1);
            int length = extension[0] * ExtensionLengthUnit;
            if (length == 0) return cursor.StopAt(StopReason.HeaderInvalid);
            if (extension.Length < length) return cursor.StopShortOf(length);
            next = extension[length - 1];
            cursor.Skip(length);
        }
        return Layer.RawIp;
    }
}
