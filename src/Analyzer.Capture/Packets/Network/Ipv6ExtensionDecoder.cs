using System.Buffers.Binary;

namespace Analyzer.Capture.Packets.Network;

/// <summary>The extension headers of the common form (RFC 8200 section 4, RFC 6564).</summary>
internal static class Ipv6ExtensionDecoder
{
    const int NextHeader = 0;
    const int Length = 1;
    const int OptionsStart = 2;
    const int LengthUnit = 8;

    const int OptionHeaderLength = 2;
    const byte Pad1 = 0x00;
    const byte JumboPayload = 0xC2;
    const int JumboPayloadLength = 4;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (!TryGetLength(header, out int length)) return cursor.StopShortOf(length);
        cursor.Skip(length);
        return IpProtocol.Next(header[NextHeader], ref cursor);
    }

    /// <summary>As above, and obeys a jumbo payload option (RFC 2675), which counts from this header on.</summary>
    public static Layer DecodeHopByHop(ref PacketCursor cursor)
    {
        if (TryGetLength(cursor.Rest, out int length) && TryFindJumboLength(cursor.Rest[..length], out uint jumbo))
        {
            // RFC 2675 section 2: never less, for such a packet needs no option.
            if (jumbo <= ushort.MaxValue) return cursor.StopAt(StopReason.HeaderInvalid);
            cursor.EndAt((int)Math.Min(jumbo, int.MaxValue));
        }
        return Decode(ref cursor);
    }

    /// <summary>The length of the whole header, or of as much as is needed to know it; false if that is not there.</summary>
    public static bool TryGetLength(ReadOnlySpan<byte> header, out int length)
    {
        length = header.Length < LengthUnit ? LengthUnit : (header[Length] + 1) * LengthUnit;
        return header.Length >= length;
    }

    static bool TryFindJumboLength(ReadOnlySpan<byte> header, out uint jumbo)
    {
        jumbo = 0;
        ReadOnlySpan<byte> options = header[OptionsStart..];
        while (options.Length > OptionHeaderLength)
        {
            int length = options[0] == Pad1 ? 1 : OptionHeaderLength + options[1];
            if (length > options.Length) return false;
            if (options[0] == JumboPayload && length == OptionHeaderLength + JumboPayloadLength)
            {
                jumbo = BinaryPrimitives.ReadUInt32BigEndian(options[OptionHeaderLength..]);
                return true;
            }
            options = options[length..];
        }
        return false;
    }
}
