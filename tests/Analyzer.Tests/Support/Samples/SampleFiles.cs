using System.Buffers.Binary;

namespace Analyzer.Tests.Support.Samples;

/// <summary>Writes packets as capture files (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng).</summary>
static class SampleFiles
{
    const ushort Ethernet = 1;
    const int SnapLength = 262_144;

    /// <summary>A classic capture, little-endian, times in microseconds.</summary>
    public static byte[] Pcap(IEnumerable<SamplePacket> packets)
    {
        using var file = new MemoryStream();
        Write(file, 0xA1B2_C3D4);
        Write(file, 2 | 4 << 16); // Version 2.4.
        Write(file, 0);
        Write(file, 0);
        Write(file, SnapLength);
        Write(file, Ethernet);
        foreach (SamplePacket packet in packets)
        {
            Write(file, (uint)(packet.Time / 1_000_000_000));
            Write(file, (uint)(packet.Time % 1_000_000_000 / 1000));
            Write(file, (uint)packet.Frame.Length);
            Write(file, (uint)packet.Frame.Length);
            file.Write(packet.Frame);
        }
        return file.ToArray();
    }

    /// <summary>One section, one interface with times in nanoseconds, enhanced packet blocks, and statistics at the end.</summary>
    public static byte[] PcapNg(IReadOnlyList<SamplePacket> packets)
    {
        using var file = new MemoryStream();
        Block(file, 0x0A0D_0D0A, body =>
        {
            Write(body, 0x1A2B_3C4D);
            Write(body, 1); // Version 1.0.
            Write(body, uint.MaxValue); // Length of the section: not told.
            Write(body, uint.MaxValue);
        });
        Block(file, 1, body =>
        {
            Write(body, Ethernet);
            Write(body, SnapLength);
            Write(body, 9 | 1 << 16); // if_tsresol, 1 byte:
            Write(body, 9); // ten to the minus ninth, padded.
            Write(body, 0); // End of options.
        });
        foreach (SamplePacket packet in packets)
        {
            Block(file, 6, body =>
            {
                Write(body, 0); // The interface.
                WriteTime(body, packet.Time);
                Write(body, (uint)packet.Frame.Length);
                Write(body, (uint)packet.Frame.Length);
                body.Write(packet.Frame);
                body.Write(new byte[-packet.Frame.Length & 3]);
            });
        }
        Block(file, 5, body =>
        {
            Write(body, 0); // The interface.
            WriteTime(body, packets[^1].Time);
            Write(body, 5 | 8 << 16); // isb_ifdrop, 8 bytes: none dropped.
            body.Write(new byte[8]);
            Write(body, 0); // End of options.
        });
        return file.ToArray();
    }

    static void Block(MemoryStream file, uint type, Action<MemoryStream> write)
    {
        using var body = new MemoryStream();
        write(body);
        uint length = (uint)body.Length + 12;
        Write(file, type);
        Write(file, length);
        body.WriteTo(file);
        Write(file, length);
    }

    static void WriteTime(MemoryStream body, long time)
    {
        Write(body, (uint)(time >> 32));
        Write(body, (uint)time);
    }

    static void Write(MemoryStream file, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        file.Write(bytes);
    }
}
