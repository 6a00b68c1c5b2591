using System.Buffers.Binary;
using Analyzer.Capture.Packets.LinkLayer;

namespace Analyzer.Capture.Packets.Tunnels;

/// <summary>Generic routing encapsulation (RFC 2784, RFC 2890; routing as in RFC 1701) and PPTP's variant of it (RFC 2637).</summary>
internal static class GreDecoder
{
    const int Type = 2;
    const int HeaderLength = 4;
    const int OptionalFieldLength = 4;

    const int HasChecksum = 0x8000;
    const int HasRouting = 0x4000;
    const int HasKey = 0x2000;
    const int HasSequence = 0x1000;
    const int HasAcknowledgment = 0x0080;
    const int VersionMask = 0x0007;
    const int PptpVersion = 1;

    const int RouteAddressFamily = 0;
    const int RouteLength = 3;
    const int RouteHeaderLength = 4;

    const int Erspan = 0x88BE;
    const int Erspan3 = 0x22EB;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        cursor.Statistics.Count(PacketTrait.Gre);
        int flags = BinaryPrimitives.ReadUInt16BigEndian(header);
        int type = BinaryPrimitives.ReadUInt16BigEndian(header[Type..]);
        if ((flags & VersionMask) == PptpVersion) return DecodePptp(flags, ref cursor);
        if ((flags & VersionMask) != 0) return cursor.StopAt(StopReason.HeaderInvalid);

        int length = HeaderLength
            + LengthIf(flags, HasChecksum | HasRouting)
            + LengthIf(flags, HasKey)
            + LengthIf(flags, HasSequence);
        if (header.Length < length) return cursor.StopShortOf(length);
        cursor.Skip(length);
        if ((flags & HasRouting) != 0 && !TrySkipRoutes(ref cursor)) return cursor.StopAt(StopReason.HeaderInvalid);
        return type switch
        {
            // Its first version has no header and therefore no sequence number (draft-foschiano-erspan).
            Erspan => (flags & HasSequence) == 0 ? Layer.Ethernet : Layer.Erspan2,
            Erspan3 => Layer.Erspan3,
            _ => EtherType.Next(type, ref cursor),
        };
    }

    // RFC 2637 section 4.1: the key, holding length and call, always; without a sequence number it acknowledges only.
    static Layer DecodePptp(int flags, ref PacketCursor cursor)
    {
        if ((flags & HasSequence) == 0) return cursor.StopAt(StopReason.NoPayload);
        int length = HeaderLength + OptionalFieldLength + OptionalFieldLength + LengthIf(flags, HasAcknowledgment);
        return cursor.SkipTo(length, Layer.Ppp);
    }

    static int LengthIf(int flags, int mask) => (flags & mask) != 0 ? OptionalFieldLength : 0;

    static bool TrySkipRoutes(ref PacketCursor cursor)
    {
        while (cursor.Rest.Length >= RouteHeaderLength)
        {
            int length = RouteHeaderLength + cursor.Rest[RouteLength];
            bool isLast = BinaryPrimitives.ReadUInt16BigEndian(cursor.Rest[RouteAddressFamily..]) == 0 && length == RouteHeaderLength;
            if (cursor.Rest.Length < length) return false;
            cursor.Skip(length);
            if (isLast) return true;
        }
        return false;
    }
}
