using System.Buffers.Binary;
using Analyzer.Capture.Packets.LinkLayer;

namespace Analyzer.Capture.Packets.Tunnels;

/// <summary>Geneve (RFC 8926 section 3.4).</summary>
internal static class GeneveDecoder
{
    /// <summary>Registered.</summary>
    public const ushort Port = 6081;

    const int VersionAndLength = 0;
    const int Type = 2;
    const int HeaderLength = 8;
    const int OptionsLengthMask = 0x3F;
    const int OptionsLengthUnit = 4;
    const int VersionShift = 6;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        if (header[VersionAndLength] >> VersionShift != 0) return cursor.StopAt(StopReason.OtherUdp);
        cursor.Statistics.Count(PacketTrait.Geneve);
        int length = HeaderLength + (header[VersionAndLength] & OptionsLengthMask) * OptionsLengthUnit;
        if (header.Length < length) return cursor.StopShortOf(length);
        cursor.Skip(length);
        return EtherType.Next(BinaryPrimitives.ReadUInt16BigEndian(header[Type..]), ref cursor);
    }
}
