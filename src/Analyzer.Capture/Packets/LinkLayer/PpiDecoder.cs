using System.Buffers.Binary;
using Analyzer.Capture.Sources;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The per-packet information header, which names the link type of what follows it. Little-endian.</summary>
internal static class PpiDecoder
{
    const int Length = 2;
    const int Type = 4;
    const int HeaderLength = 8;

    public static Layer Decode(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < HeaderLength) return cursor.StopShortOf(HeaderLength);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header[Length..]);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header[Type..]);
        if (length < HeaderLength || type > ushort.MaxValue) return cursor.StopAt(StopReason.HeaderInvalid);
        if (header.Length < length) return cursor.StopShortOf(length);
        cursor.Skip(length);
        return LinkLayers.First((LinkType)type, ref cursor);
    }
}
