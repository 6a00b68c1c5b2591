using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The radiotap header before an 802.11 frame (radiotap.org). Little-endian.</summary>
internal static class RadiotapDecoder
{
    const int Length = 2;
    const int Present = 4;
    const int HeaderLength = 8;
    const int PresentLength = 4;

    const uint HasTimer = 1 << 0;
    const uint HasFlags = 1 << 1;
    const uint HasMorePresent = 1u << 31;
    const int TimerLength = 8;
    const int PaddedHeader = 0x20;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header[Length..]);
        if (length < HeaderLength) return cursor.StopAt(StopReason.HeaderInvalid);
        if (header.Length < length) return cursor.StopShortOf(length);
        bool isPadded = (FlagsOf(header[..length]) & PaddedHeader) != 0;
        return cursor.SkipTo(length, isPadded ? Layer.Ieee80211Padded : Layer.Ieee80211);
    }

    static int FlagsOf(ReadOnlySpan<byte> header)
    {
        uint present = BinaryPrimitives.ReadUInt32LittleEndian(header[Present..]);
        if ((present & HasFlags) == 0) return 0;
        int at = Present + PresentLength;
        for (uint more = present; (more & HasMorePresent) != 0; at += PresentLength)
        {
            if (at + PresentLength > header.Length) return 0;
            more = BinaryPrimitives.ReadUInt32LittleEndian(header[at..]);
        }
        if ((present & HasTimer) != 0) at = ((at + TimerLength - 1) & -TimerLength) + TimerLength;
        return at < header.Length ? header[at] : 0;
    }
}
