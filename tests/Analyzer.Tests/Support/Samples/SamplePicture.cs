using System.Buffers.Binary;

namespace Analyzer.Tests.Support.Samples;

/// <summary>
/// Draws the lecture's picture of a crêpe as a PNG (ISO/IEC 15948). Its deflate blocks are stored, not compressed, so that its bytes
/// do not depend on a compressor's version.
/// </summary>
static class SamplePicture
{
    const int Side = 64;

    public static byte[] Crepe()
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, [0, 0, 0, Side, 0, 0, 0, Side, 8, 3, 0, 0, 0]); // 8 bits a pixel, from the palette.
        Chunk(png, "PLTE"u8, [0xFF, 0xFF, 0xFF, 0xD8, 0xA8, 0x58, 0x9A, 0x5B, 0x1E]); // Plate, crêpe, brown.
        Chunk(png, "IDAT"u8, Stored(Pixels()));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    static byte[] Pixels()
    {
        using var rows = new MemoryStream();
        for (int y = 0; y < Side; y++)
        {
            rows.WriteByte(0); // No filter.
            for (int x = 0; x < Side; x++)
            {
                int distance = (2 * x - Side + 1) * (2 * x - Side + 1) + (2 * y - Side + 1) * (2 * y - Side + 1);
                bool isBrown = distance > 54 * 54 || (x * 7 + y * 13) % 29 < 4;
                rows.WriteByte(distance > 60 * 60 ? (byte)0 : isBrown ? (byte)2 : (byte)1);
            }
        }
        return rows.ToArray();
    }

    // A zlib stream (RFC 1950) of one stored block (RFC 1951 section 3.2.4).
    static byte[] Stored(byte[] bytes)
    {
        byte[] stream = new byte[2 + 5 + bytes.Length + 4];
        stream[0] = 0x78;
        stream[1] = 0x01;
        stream[2] = 1; // The last block, stored.
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(3), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(5), (ushort)~bytes.Length);
        bytes.CopyTo(stream, 7);
        uint low = 1, high = 0;
        foreach (byte value in bytes)
        {
            low = (low + value) % 65_521;
            high = (high + low) % 65_521;
        }
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(stream.Length - 4), high << 16 | low);
        return stream;
    }

    static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] checkedBytes = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(checkedBytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(checkedBytes));
        png.Write(number);
    }

    static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320;
        }
        return ~crc;
    }
}
