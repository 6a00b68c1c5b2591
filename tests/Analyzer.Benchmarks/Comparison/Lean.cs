using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>
/// The yardstick: what managed code cannot do without. It reads a classic pcap of Ethernet frames, finds TCP headers, keeps a table of
/// connections and copies what comes in order into blocks. It knows no protocol, and counts what is out of order without keeping it.
/// </summary>
sealed class Lean
{
    const int BufferSize = 256 * 1024, RecordHeader = 16;

    readonly LeanFlows _flows = new();
    long _packets;

    /// <summary>Reads a capture and says what was counted.</summary>
    public static string Read(string path)
    {
        var lean = new Lean();
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        int start = 24, end = file.ReadAtLeast(buffer, 24);
        for (int more = 1; more > 0; end += more)
        {
            start += lean.Take(buffer.AsSpan(start, end - start));
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            more = file.Read(buffer.AsSpan(end));
        }
        return $"{lean._packets} packets, {lean._flows}";
    }

    // As many whole records as there are; returns the bytes that they take.
    int Take(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (bytes.Length - at >= RecordHeader)
        {
            int length = MemoryMarshal.Read<int>(bytes[(at + 8)..]);
            if (bytes.Length - at - RecordHeader < length) break;
            Packet(bytes.Slice(at + RecordHeader, length));
            at += RecordHeader + length;
        }
        return at;
    }

    void Packet(ReadOnlySpan<byte> frame)
    {
        _packets++;
        if (frame.Length < 54) return;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        ReadOnlySpan<byte> ip = frame[14..];
        if (type == 0x0800 && ip[9] == 6)
        {
            int header = (ip[0] & 15) * 4, length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
            if (header >= 20 && length <= ip.Length && length - header >= 20) _flows.Segment(ip.Slice(12, 8), ip[header..length]);
        }
        else if (type == 0x86DD && ip[6] == 6 && frame.Length >= 74)
        {
            int length = 40 + BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
            if (length <= ip.Length) _flows.Segment(ip.Slice(8, 32), ip[40..length]);
        }
    }
}
