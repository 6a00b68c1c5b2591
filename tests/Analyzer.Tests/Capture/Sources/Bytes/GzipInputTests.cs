using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Bytes;

public sealed class GzipInputTests
{
    static readonly byte[] Capture = Make(3000);

    /// <summary>A member without content.</summary>
    static readonly byte[] Empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    static byte[] Make(int packets)
    {
        CaptureBytes bytes = new CaptureBytes(Endian.Little).PcapHeader();
        for (int i = 0; i < packets; i++) bytes.PcapRecord(1_700_000_000, (uint)i, CaptureBytes.Payload(100, i));
        return bytes.ToArray();
    }

    [Fact]
    public void A_compressed_capture_reads_as_the_plain_one()
    {
        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(CaptureBytes.Gzip(Capture));

        List<ReadPacket> plain = ReadPacket.AllOf(Capture).Packets;
        Assert.Equal(plain.Select(packet => packet.Data), packets.Select(packet => packet.Data));
        Assert.Equal(plain.Select(packet => packet.Extent), packets.Select(packet => packet.Extent));
        Assert.True(description.IsCompressed);
        Assert.False(description.IsDamaged);
        Assert.Equal("pcap", description.Format);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(200_000)]
    public void Members_one_after_the_other_are_one_capture(int first)
    {
        byte[] members = [.. CaptureBytes.Gzip(Capture[..first]), .. Empty, .. CaptureBytes.Gzip(Capture[first..])];

        foreach (int piece in (int[])[3, 10_000, 1_000_000])
        {
            (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(new DribblingStream(members, piece));

            Assert.Equal(3000, packets.Count);
            Assert.False(description.IsDamaged);
        }
    }

    [Fact]
    public void At_every_cut_of_compressed_data_the_capture_is_cut()
    {
        byte[] compressed = [.. CaptureBytes.Gzip(Make(3)), .. CaptureBytes.Gzip(Make(3)[24..])];
        int first = CaptureBytes.Gzip(Make(3)).Length;
        int opened = 0;

        for (int cut = 30; cut < compressed.Length; cut++)
        {
            if (!CaptureFile.TryOpen(new MemoryStream(compressed[..cut]), "test", 0, out IPacketSource? source, out _)) continue;
            List<ReadPacket> packets = ReadPacket.AllOf(source);

            opened++;
            Assert.Equal(cut != first, source.Description.IsTruncated);
            Assert.Equal(cut != first, source.Description.Damage is not null);
            Assert.True(packets.Count >= (cut < first ? 0 : 3));
        }
        Assert.True(opened > 300);
    }

    [Fact]
    public void Damaged_data_end_the_packets_and_those_before_are_delivered()
    {
        byte[] compressed = CaptureBytes.Gzip(Capture);
        List<ReadPacket> plain = ReadPacket.AllOf(Capture).Packets;
        foreach (int at in (int[])[5_000, 100_000, 200_000, 300_000])
        {
            byte[] damaged = (byte[])compressed.Clone();
            damaged.AsSpan(at, 200).Fill(0xFF);

            (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(damaged);

            // The payload cannot be compressed: as many packets as bytes, but for the few of one slice.
            int before = at / 116 - 20;
            Assert.True(packets.Count >= before);
            Assert.Equal(plain.Take(before).Select(packet => packet.Data), packets.Take(before).Select(packet => packet.Data));
            Assert.NotNull(description.Damage);
            Assert.False(description.IsTruncated);
        }
    }

    [Fact]
    public void A_wrong_check_sum_is_damage_behind_the_packets()
    {
        byte[] compressed = CaptureBytes.Gzip(Capture);
        compressed[^5] ^= 1;

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(compressed);

        Assert.True(packets.Count >= 2990);
        Assert.Equal("The gzip data are damaged.", description.Damage?.Text);
    }

    [Fact]
    public void Other_bytes_behind_the_data_are_told()
    {
        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf([.. CaptureBytes.Gzip(Capture), 1, 2, 3]);

        Assert.Equal(3000, packets.Count);
        Assert.Equal("The gzip data are followed by bytes that are none.", description.Damage?.Text);
    }

    [Fact]
    public void A_line_that_fails_inside_the_data_is_told_as_such()
    {
        byte[] compressed = CaptureBytes.Gzip(Capture);
        IOException error = new("the line is dead");

        (List<ReadPacket> packets, CaptureDescription description) =
            ReadPacket.AllOf(new DribblingStream(compressed[..(compressed.Length / 2)], 1000, error));

        Assert.InRange(packets.Count, 1480, 1500);
        Assert.Equal("The stream cannot be read on: the line is dead", description.Damage?.Text);
    }

    [Fact]
    public void A_thousandfold_expansion_streams()
    {
        byte[] bomb = CaptureBytes.Gzip([.. new CaptureBytes(Endian.Little).PcapHeader().ToArray(), .. new byte[4_000_000]]);

        CaptureDescription description = ReadPacket.AllOf(bomb).Description;

        Assert.Equal(250_000, description.Packets);
        Assert.True(bomb.Length < 5_000);
    }

    [Fact]
    public void What_is_inside_and_no_capture_is_named()
    {
        byte[] zip = CaptureBytes.Gzip([0x50, 0x4B, 3, 4]);

        Assert.Equal("It is gzip data. It starts with 50 4B 03 04: a zip archive; decompress it first.", ReadPacket.FailureOf(zip));
        Assert.Equal("It is gzip data with nothing in it.", ReadPacket.FailureOf(Empty));
    }

    [Fact]
    public void Gzip_inside_gzip_is_refused() =>
        Assert.Contains("gzip data inside gzip data", ReadPacket.FailureOf(CaptureBytes.Gzip(CaptureBytes.Gzip(Capture))), StringComparison.Ordinal);
}
