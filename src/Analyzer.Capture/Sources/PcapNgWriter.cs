using System.Buffers.Binary;

namespace Analyzer.Capture.Sources;

/// <summary>
/// Writes a pcapng file in little-endian order with nanoseconds (draft-ietf-opsawg-pcapng): interfaces and secrets first, then packets.
/// </summary>
public sealed class PcapNgWriter : IDisposable
{
    const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, EnhancedPacket = 6, DecryptionSecrets = 10, ByteOrderMagic = 0x1A2B3C4D;
    const int BlockHeader = 8, Trailer = 4, PacketHeader = 20, Alignment = 4;

    readonly Stream _stream;
    int _interfaces;

    /// <summary>Writes the section header.</summary>
    /// <param name="stream">Closed with the writer.</param>
    public PcapNgWriter(Stream stream)
    {
        _stream = stream;
        Span<byte> body = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(body, ByteOrderMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(body[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(body[6..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], -1);
        Write(SectionHeader, body, []);
    }

    /// <summary>Describes an interface; returns its number, from 0.</summary>
    public int AddInterface(LinkType linkType)
    {
        // if_tsresol (option 9): times count nanoseconds.
        Span<byte> body = [0, 0, 0, 0, 0, 0, 4, 0, 9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)linkType);
        Write(InterfaceDescription, body, []);
        return _interfaces++;
    }

    /// <summary>Writes a block of secrets. They open the packets behind it.</summary>
    /// <param name="type">0x544c534b for a TLS key log.</param>
    /// <param name="secrets">The secrets themselves.</param>
    public void WriteSecrets(uint type, ReadOnlySpan<byte> secrets)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, type);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], secrets.Length);
        Write(DecryptionSecrets, head, secrets);
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="interfaceId">Its interface's number.</param>
    /// <param name="time">When it was captured; unknown, or before 1970, is written as 1970-01-01.</param>
    /// <param name="data">The captured bytes.</param>
    /// <param name="originalLength">How long it was on the wire, when more than was captured.</param>
    public void WritePacket(int interfaceId, Timestamp time, ReadOnlySpan<byte> data, int originalLength = 0)
    {
        ulong nanoseconds = time.IsKnown && time.Nanoseconds > 0 ? (ulong)time.Nanoseconds : 0;
        Span<byte> head = stackalloc byte[PacketHeader];
        BinaryPrimitives.WriteInt32LittleEndian(head, interfaceId);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], (uint)nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], Math.Max(data.Length, originalLength));
        Write(EnhancedPacket, head, data);
    }

    void Write(uint type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> data)
    {
        int padding = (Alignment - data.Length % Alignment) % Alignment;
        int length = BlockHeader + head.Length + data.Length + padding + Trailer;
        Span<byte> number = stackalloc byte[BlockHeader];
        BinaryPrimitives.WriteUInt32LittleEndian(number, type);
        BinaryPrimitives.WriteInt32LittleEndian(number[4..], length);
        _stream.Write(number);
        _stream.Write(head);
        _stream.Write(data);
        _stream.Write([0, 0, 0, 0], 0, padding);
        _stream.Write(number[4..]);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();
}
