namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The header of a wireless LAN's data frames (IEEE 802.11 9.2 and 9.3.2).</summary>
internal static class Ieee80211Decoder
{
    const int Control = 0;
    const int Flags = 1;
    const int Sequence = 22;
    const int HeaderLength = 24;
    const int FourthAddressLength = 6;
    const int QosLength = 2;
    const int HtControlLength = 4;

    const int TypeMask = 0x0C;
    const int Data = 0x08;
    const int WithoutData = 0x40;
    const int Qos = 0x80;

    const int ToAndFromDistribution = 0x03;
    const int MoreFragments = 0x04;
    const int Protected = 0x40;
    const int Order = 0x80;
    const int FragmentNumberMask = 0x0F;
    const int AggregatePresent = 0x80;

    // The alignment is what the capturing driver padded the header to.
    public static Layer Decode(ref PacketCursor cursor, int alignment)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return StopAtShortFrame(ref cursor);
        if (!CarriesData(header[Control])) return cursor.StopAt(StopReason.NoPayload);
        if ((header[Flags] & Protected) != 0) return cursor.StopAt(StopReason.Encrypted);
        if ((header[Flags] & MoreFragments) != 0 || (header[Sequence] & FragmentNumberMask) != 0)
            return cursor.StopAt(StopReason.FragmentUnusable);

        int length = HeaderLength;
        if ((header[Flags] & ToAndFromDistribution) == ToAndFromDistribution) length += FourthAddressLength;
        bool isQos = (header[Control] & Qos) != 0;
        if (isQos && header.Length < length + QosLength) return cursor.StopShortOf(length + QosLength);
        bool isAggregate = isQos && (header[length] & AggregatePresent) != 0;
        if (isQos) length += QosLength;
        if (isQos && (header[Flags] & Order) != 0) length += HtControlLength;
        length = (length + alignment - 1) & -alignment;
        return cursor.SkipTo(length, isAggregate ? Layer.Ieee80211Aggregate : Layer.Llc);
    }

    static bool CarriesData(byte control) => (control & (TypeMask | WithoutData)) == Data;

    // Control frames, such as acknowledgments, are shorter than a data frame's header.
    static Layer StopAtShortFrame(ref PacketCursor cursor) =>
        cursor.Rest.Length > Control && !CarriesData(cursor.Rest[Control])
            ? cursor.StopAt(StopReason.NoPayload)
            : cursor.StopShortOf(HeaderLength);
}
