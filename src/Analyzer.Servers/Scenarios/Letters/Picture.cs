using System.Buffers.Binary;

namespace Analyzer.Servers.Scenarios.Letters;

/// <summary>A small picture of a crêpe, as PNG. It is stored, not compressed: compressors differ, and the bytes shall not.</summary>
static class Picture
{
    const int Side = 48;
    static readonly byte[] s_palette = [0xFF, 0xFF, 0xFF, 0xE8, 0xB8, 0x60, 0xC8, 0x80, 0x30, 0x90, 0x50, 0x18];

    /// <summary>The file.</summary>
    public static byte[] Crepe()
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        (header[8], header[9]) = (8, 3);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "PLTE"u8, s_palette);
        Chunk(file, "IDAT"u8, Stored(Pixels()));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Rows of palette numbers, each after its filter byte.</summary>
    static byte[] Pixels()
    {
        byte[] pixels = new byte[Side * (Side + 1)];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int distance = (x - Side / 2) * (x - Side / 2) + (y - Side / 2) * (y - Side / 2);
                bool isSpot = (x * 7 + y * 13) % 29 == 0;
                pixels[y * (Side + 1) + x + 1] = distance > 500 ? (byte)0 : distance > 420 ? (byte)3 : isSpot ? (byte)2 : (byte)1;
            }
        }
        return pixels;
    }

    /// <summary>A zlib stream of one stored block (RFC 1950, RFC 1951 3.2.4).</summary>
    static byte[] Stored(byte[] bytes)
    {
        byte[] stream = new byte[7 + bytes.Length + 4];
        (stream[0], stream[1], stream[2]) = (0x78, 0x01, 0x01);
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(3), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(5), (ushort)~bytes.Length);
        bytes.CopyTo(stream, 7);
        (uint low, uint high) = (1, 0);
        foreach (byte next in bytes) (low, high) = ((low + next) % 65_521, (high + low + next) % 65_521);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(7 + bytes.Length), (high << 16) | low);
        return stream;
    }

    static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }

    /// <summary>CRC-32 as PNG wants it (RFC 2083, 15).</summary>
    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
        }
        return ~crc;
    }
}
