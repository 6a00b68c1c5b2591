using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Analyzer.Capture.Sources.Formats;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>Writes the blocks of a pcapng capture (draft-ietf-opsawg-pcapng) in little-endian order, with times in nanoseconds.</summary>
internal static class PcapNgBlocks
{
    const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, InterfaceStatistics = 5, EnhancedPacket = 6, DecryptionSecrets = 10;
    const uint ByteOrderMagic = 0x1A2B3C4D;

    // Options (section 3.5, 4.1, 4.2 and 4.6).
    const ushort EndOfOptions = 0, UserApplication = 4;
    const ushort InterfaceName = 2, TimeResolution = 9, InterfaceFilter = 11;
    const ushort ReceivedCount = 4, InterfaceDropCount = 5, SystemDropCount = 7;

    const int PacketHeaderLength = 28, TrailerLength = 4;

    /// <summary>Bytes that the block of a packet takes.</summary>
    public static int PacketLength(int captured) => PacketHeaderLength + PcapNgReader.Pad(captured) + TrailerLength;

    /// <summary>Writes an enhanced packet block (section 4.3) that fills <paramref name="block"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WritePacket(Span<byte> block, int interfaceId, in CapturedPacket packet)
    {
        // What the format cannot tell is told as its beginning, as in classic files.
        ulong time = packet.Time.Nanoseconds > 0 ? (ulong)packet.Time.Nanoseconds : 0;
        BinaryPrimitives.WriteUInt32LittleEndian(block, EnhancedPacket);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], block.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], interfaceId);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(time >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)time);
        BinaryPrimitives.WriteInt32LittleEndian(block[20..], packet.Data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], packet.OriginalLength);
        packet.Data.CopyTo(block[PacketHeaderLength..]);
        block[(PacketHeaderLength + packet.Data.Length)..^TrailerLength].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(block[^TrailerLength..], block.Length);
    }

    /// <summary>A section header block (section 4.1) and the description of each interface (section 4.2).</summary>
    public static byte[] Section(IEnumerable<LiveInterface> interfaces)
    {
        var body = new List<byte>();
        Append(body, ByteOrderMagic);
        Append(body, 1u); // Version 1.0.
        Append(body, ulong.MaxValue); // The section's length is not known yet.
        AppendOption(body, UserApplication, "analyzer"u8);
        return [.. Block(SectionHeader, body), .. interfaces.SelectMany(Interface)];
    }

    /// <summary>An interface description block (section 4.2).</summary>
    public static byte[] Interface(LiveInterface facts)
    {
        var body = new List<byte>();
        Append(body, (ushort)facts.LinkType); // And two reserved bytes.
        Append(body, (uint)facts.SnapLength);
        AppendOption(body, InterfaceName, Encoding.UTF8.GetBytes(facts.Name));
        AppendOption(body, TimeResolution, [9]);
        if (facts.Filter is { } filter) AppendOption(body, InterfaceFilter, [0, .. Encoding.UTF8.GetBytes(filter)]);
        return Block(InterfaceDescription, body);
    }

    /// <summary>An interface statistics block (section 4.6), which counts since the section's beginning.</summary>
    public static byte[] Statistics(int interfaceId, Timestamp time, InterfaceCounts counts)
    {
        var body = new List<byte>();
        ulong moment = time.Nanoseconds > 0 ? (ulong)time.Nanoseconds : 0;
        Append(body, (uint)interfaceId);
        Append(body, (uint)(moment >> 32));
        Append(body, (uint)moment);
        AppendOption(body, ReceivedCount, BitConverter.GetBytes(counts.Received));
        AppendOption(body, InterfaceDropCount, BitConverter.GetBytes(counts.DroppedByInterface));
        AppendOption(body, SystemDropCount, BitConverter.GetBytes(counts.Dropped));
        return Block(InterfaceStatistics, body);
    }

    /// <summary>A decryption secrets block (section 4.7).</summary>
    public static byte[] Secrets(DecryptionSecrets secrets)
    {
        var body = new List<byte>(secrets.Data.Length + 16);
        Append(body, secrets.Type);
        Append(body, (uint)secrets.Data.Length);
        body.AddRange(secrets.Data);
        while (body.Count % 4 != 0) body.Add(0);
        return Block(DecryptionSecrets, body);
    }

    static byte[] Block(uint type, List<byte> body)
    {
        Append(body, (uint)EndOfOptions);
        uint length = (uint)(8 + body.Count + TrailerLength);
        var block = new List<byte>((int)length);
        Append(block, type);
        Append(block, length);
        block.AddRange(body);
        Append(block, length);
        return [.. block];
    }

    static void AppendOption(List<byte> body, ushort code, ReadOnlySpan<byte> value)
    {
        Append(body, code | (uint)value.Length << 16);
        body.AddRange(value);
        while (body.Count % 4 != 0) body.Add(0);
    }

    static void Append(List<byte> body, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        body.AddRange(bytes);
    }

    static void Append(List<byte> body, ulong value)
    {
        Append(body, (uint)value);
        Append(body, (uint)(value >> 32));
    }
}

/// <summary>What was counted of an interface in a section.</summary>
internal readonly record struct InterfaceCounts(long Received, long Dropped, long DroppedByInterface)
{
    public static InterfaceCounts Of(LiveInterface facts) => new(facts.Received, facts.Dropped, facts.DroppedByInterface);

    public static InterfaceCounts operator -(InterfaceCounts end, InterfaceCounts start) =>
        new(end.Received - start.Received, end.Dropped - start.Dropped, end.DroppedByInterface - start.DroppedByInterface);
}
