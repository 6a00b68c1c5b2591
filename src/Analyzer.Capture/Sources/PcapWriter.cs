using System.Buffers.Binary;

namespace Analyzer.Capture.Sources;

/// <summary>Writes a classic capture file in little-endian order with nanoseconds (draft-ietf-opsawg-pcap).</summary>
public sealed class PcapWriter : IDisposable
{
    const uint NanosecondMagic = 0xA1B23C4D;
    const int FileHeaderLength = 24;
    const int RecordHeaderLength = 16;
    const long NanosecondsPerSecond = 1_000_000_000;

    readonly Stream _stream;

    /// <summary>Writes the file header.</summary>
    /// <param name="stream">Closed with the writer.</param>
    /// <param name="linkType">Of all its packets.</param>
    /// <param name="snapLength">At least as long as the longest packet.</param>
    public PcapWriter(Stream stream, LinkType linkType, int snapLength = 262144)
    {
        _stream = stream;
        Span<byte> header = stackalloc byte[FileHeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], snapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (ushort)linkType);
        stream.Write(header);
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="time">
    /// When it was captured. The format holds seconds from 1970 to 2106; an unknown time, or one outside, is written as 1970-01-01.
    /// </param>
    /// <param name="data">The captured bytes.</param>
    /// <param name="originalLength">How long it was on the wire, when more than was captured.</param>
    public void Write(Timestamp time, ReadOnlySpan<byte> data, int originalLength = 0)
    {
        (long seconds, long fraction) = Math.DivRem(time.Nanoseconds, NanosecondsPerSecond);
        if (!time.IsKnown || seconds is < 0 or > uint.MaxValue || fraction < 0) (seconds, fraction) = (0, 0);
        Span<byte> header = stackalloc byte[RecordHeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)fraction);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Math.Max(data.Length, originalLength));
        _stream.Write(header);
        _stream.Write(data);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();
}
