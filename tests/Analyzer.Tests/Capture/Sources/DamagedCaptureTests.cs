using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class DamagedCaptureTests
{
    [Theory]
    [MemberData(nameof(SampleCaptures.Names), MemberType = typeof(SampleCaptures))]
    public void At_every_cut_the_packets_before_it_are_delivered(string name)
    {
        (byte[] bytes, int headerLength, (int Offset, int Packets)[] ends) = SampleCaptures.Of(name);
        List<ReadPacket> whole = ReadPacket.AllOf(bytes).Packets;
        Assert.Equal(ends[^1].Packets, whole.Count);

        for (int cut = headerLength + ends[1].Offset; cut < bytes.Length; cut++)
        {
            (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes[..cut]);

            (int offset, int count) = ends.Last(end => end.Offset <= cut);
            Assert.Equal(count, packets.Count);
            Assert.Equal(whole[..count].Select(packet => packet.Data), packets.Select(packet => packet.Data));
            Assert.Equal(cut != offset, description.IsTruncated);
            Assert.Equal(cut != offset ? offset : null, description.Damage?.Offset);
        }
    }

    [Theory]
    [InlineData("pcap")]
    [InlineData("pcapng")]
    [InlineData("snoop")]
    public void A_file_header_that_is_cut_is_no_capture(string name)
    {
        (byte[] bytes, int headerLength, _) = SampleCaptures.Of(name);

        for (int cut = 8; cut < Math.Min(24, headerLength); cut++)
            Assert.Equal($"It ends after {cut} bytes, inside the file header: there are no packets in it.", ReadPacket.FailureOf(bytes[..cut]));
    }

    [Theory]
    [MemberData(nameof(SampleCaptures.Names), MemberType = typeof(SampleCaptures))]
    public void A_changed_byte_leaves_the_packets_before_it_alone(string name)
    {
        (byte[] bytes, int headerLength, (int Offset, int Packets)[] ends) = SampleCaptures.Of(name);
        List<ReadPacket> whole = ReadPacket.AllOf(bytes).Packets;

        for (int at = headerLength; at < bytes.Length; at++)
        {
            foreach (int change in (int[])[1, 4, 32, 128, 255])
            {
                byte[] changed = (byte[])bytes.Clone();
                changed[at] ^= (byte)change;
                if (!CaptureFile.TryOpen(new MemoryStream(changed), "test", 0, out IPacketSource? source, out _)) continue;
                List<ReadPacket> packets = ReadPacket.AllOf(source);

                int before = ends.Last(end => end.Offset <= at).Packets;
                Assert.True(packets.Count >= before, $"{packets.Count} packets with byte {at} changed by {change}");
                Assert.Equal(whole[..before].Select(packet => packet.Data), packets[..before].Select(packet => packet.Data));
                Assert.True(packets.Sum(packet => packet.Data.Length) <= bytes.Length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampleCaptures.Names), MemberType = typeof(SampleCaptures))]
    public void However_the_bytes_come_the_packets_are_the_same(string name)
    {
        byte[] bytes = SampleCaptures.Of(name).Bytes;
        List<ReadPacket> whole = ReadPacket.AllOf(bytes).Packets;

        foreach (int piece in (int[])[1, 2, 3, 7, 64])
        {
            List<ReadPacket> packets = ReadPacket.AllOf(new DribblingStream(bytes, piece)).Packets;

            Assert.Equal(whole.Select(packet => packet.Extent), packets.Select(packet => packet.Extent));
            Assert.Equal(whole.Select(packet => packet.Data), packets.Select(packet => packet.Data));
        }
    }

    [Fact]
    public void Random_bytes_behind_a_header_never_throw()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            byte[] noise = CaptureBytes.Payload(5000, seed);
            // Small numbers are likelier to be taken for lengths.
            if (seed % 2 == 0)
                for (int i = 0; i < noise.Length; i++)
                    if (i % 4 != 0) noise[i] = 0;
            foreach (string name in (string[])["pcap", "pcapng", "snoop"])
            {
                (byte[] bytes, int headerLength, _) = SampleCaptures.Of(name);

                CaptureDescription description = ReadPacket.AllOf([.. bytes[..headerLength], .. noise]).Description;

                Assert.True(description.Bytes <= noise.Length);
            }
        }
    }

    [Fact]
    public void A_stream_that_fails_is_damage_behind_the_packets()
    {
        (byte[] bytes, _, (int Offset, int Packets)[] ends) = SampleCaptures.Of("pcap");
        IOException error = new("the line is dead");

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(new DribblingStream(bytes, 50, error));

        Assert.Equal(ends[^1].Packets, packets.Count);
        Assert.Equal(new CaptureDamage(bytes.Length, packets.Count, "The stream cannot be read on: the line is dead"), description.Damage);
        Assert.False(description.IsTruncated);
    }
}
