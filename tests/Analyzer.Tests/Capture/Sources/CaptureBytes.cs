using System.Buffers.Binary;
using System.IO.Compression;

namespace Analyzer.Tests.Capture.Sources;

/// <summary>Puts the bytes of captures together, number by number, in either byte order.</summary>
sealed class CaptureBytes(Endian endian)
{
    readonly List<byte> _bytes = [];

    public Endian Endian => endian;

    public int Length => _bytes.Count;

    public CaptureBytes U8(params byte[] values)
    {
        _bytes.AddRange(values);
        return this;
    }

    public CaptureBytes U16(params ushort[] values)
    {
        Span<byte> two = stackalloc byte[2];
        foreach (ushort value in values)
        {
            if (endian == Endian.Big) BinaryPrimitives.WriteUInt16BigEndian(two, value);
            else BinaryPrimitives.WriteUInt16LittleEndian(two, value);
            _bytes.AddRange(two);
        }
        return this;
    }

    public CaptureBytes U32(params uint[] values)
    {
        Span<byte> four = stackalloc byte[4];
        foreach (uint value in values)
        {
            if (endian == Endian.Big) BinaryPrimitives.WriteUInt32BigEndian(four, value);
            else BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            _bytes.AddRange(four);
        }
        return this;
    }

    public CaptureBytes U64(ulong value) =>
        endian == Endian.Big ? U32((uint)(value >> 32), (uint)value) : U32((uint)value, (uint)(value >> 32));

    public CaptureBytes Pad()
    {
        while (_bytes.Count % 4 != 0) _bytes.Add(0);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    /// <summary>The header of a classic capture.</summary>
    public CaptureBytes PcapHeader(uint magic = 0xA1B2C3D4, uint link = 1, uint snapLength = 65535, ushort major = 2, ushort minor = 4) =>
        U32(magic).U16(major, minor).U32(0, 0, snapLength, link);

    /// <summary>A record of a classic capture; <paramref name="extra"/> bytes stand between its header and its data.</summary>
    public CaptureBytes PcapRecord(uint seconds, uint fraction, byte[] data, uint? original = null, int extra = 0) =>
        U32(seconds, fraction, (uint)data.Length, original ?? (uint)data.Length).U8(new byte[extra]).U8(data);

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Optimal)) stream.Write(content);
        return compressed.ToArray();
    }

    /// <summary>Bytes that differ from packet to packet, and are no header by accident.</summary>
    public static byte[] Payload(int length, int seed)
    {
        byte[] data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }
}

public enum Endian
{
    Little,
    Big,
}
