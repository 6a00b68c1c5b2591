using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class FragmentTests
{
    const int Size = 64;
    static readonly byte[] Payload = [.. Enumerable.Range(0, 4 * Size - 20 - 5).Select(i => (byte)(i * 7))];

    static PacketBuilder Datagram(bool v6, TcpFlags flags = TcpFlags.Ack, byte[]? payload = null) => v6
        ? Packet.Tcp(SampleFrames.Client6, SampleFrames.Server6, 5000, 1, flags, payload ?? Payload)
        : Packet.Tcp(SampleFrames.Client, SampleFrames.Server, 5000, 1, flags, payload ?? Payload);

    static PacketBuilder[] Fragments(PacketBuilder datagram, int size = Size, int identification = 1) =>
        [.. datagram.InFragments(size, identification).Select(fragment => fragment.InEthernet())];

    static PacketBuilder Fragment(PacketBuilder datagram, int offset, int length) =>
        (datagram.Source.IsV6 ? datagram.InIpv6Fragment(offset, length) : datagram.InIpv4Fragment(offset, length)).InEthernet();

    static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : from shorter in Orders(count - 1) from place in Enumerable.Range(0, count) select (int[])[.. shorter[..place], count - 1, .. shorter[place..]];

    public static TheoryData<bool, string> OrdersOfFour =>
        [.. from v6 in (bool[])[false, true] from order in Orders(4) select (v6, string.Concat(order))];

    [Theory]
    [MemberData(nameof(OrdersOfFour))]
    public void Fragments_may_come_in_any_order(bool v6, string order)
    {
        PacketBuilder[] fragments = Fragments(Datagram(v6));

        DecoderHarness harness = new DecoderHarness().Decode(order.Select(number => fragments[number - '0']));

        Assert.Equal(Payload, harness.Payload);
        Assert.Equal(4, harness.Sink.Segments.Count);
        uint sequence = 5000;
        foreach (Segment piece in harness.Sink.Segments)
        {
            Assert.Equal(sequence, piece.Sequence);
            Assert.Equal(piece.Payload, harness.BytesAt(piece.Extent));
            Assert.Equal((ChecksumState.Right, 4L), (piece.Checksum, piece.PacketNumber));
            sequence += (uint)piece.Payload.Length;
        }
        Assert.Equal((4, 1), (harness.Statistics[PacketTrait.Fragment], harness.Statistics[PacketTrait.DatagramReassembled]));
        Assert.Equal((3, 1), (harness.Statistics[StopReason.FragmentKept], harness.Statistics[StopReason.TcpSegment]));
    }

    [Fact]
    public void Only_the_first_piece_opens_and_only_the_last_closes()
    {
        PacketBuilder datagram = Datagram(v6: false, TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Urg);

        DecoderHarness harness = new DecoderHarness().Decode(Fragments(datagram));

        const TcpFlags Always = TcpFlags.Ack | TcpFlags.Urg;
        const TcpFlags Last = TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Psh;
        Assert.Equal([Always | TcpFlags.Syn, Always, Always, Always | Last], harness.Sink.Segments.Select(piece => piece.Flags));
        // The SYN itself has the sequence number before the first byte's.
        Assert.Equal([5000u, 5001u + 44, 5001u + 44 + Size, 5001u + 44 + 2 * Size], harness.Sink.Segments.Select(piece => piece.Sequence));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Even_the_header_may_be_split(bool v6)
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments(Datagram(v6), size: 8));

        Assert.Equal(Payload, harness.Payload);
        Assert.Equal(4, harness.Sink.Segments[0].Payload.Length);
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(piece.Payload, harness.BytesAt(piece.Extent)));
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Right, piece.Checksum));
    }

    [Fact]
    public void A_segment_without_payload_may_come_in_fragments_too()
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments(Datagram(v6: false, TcpFlags.Syn, payload: []), size: 8));

        Assert.Equal((TcpFlags.Syn, 0), (harness.Sink.Only.Flags, harness.Sink.Only.Payload.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wrong_checksum_is_found_over_the_whole(bool v6)
    {
        PacketBuilder datagram = Datagram(v6);

        DecoderHarness harness = new DecoderHarness().Decode(Fragments(datagram.With(100, (byte)(datagram.Bytes[100] ^ 1))));

        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Wrong, piece.Checksum));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Padding_is_no_part_of_a_fragment(bool v6)
    {
        DecoderHarness harness = new DecoderHarness().Decode(Fragments(Datagram(v6)).Select(fragment => fragment.FollowedBy(1, 2, 3)));

        Assert.Equal(Payload, harness.Payload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Duplicates_change_nothing(bool v6)
    {
        PacketBuilder[] fragments = Fragments(Datagram(v6));

        DecoderHarness harness = new DecoderHarness().Decode(fragments[2], fragments[2], fragments[0], fragments[2], fragments[3], fragments[1]);

        Assert.Equal(Payload, harness.Payload);
        Assert.Equal(2, harness.Statistics[PacketTrait.FragmentDuplicate]);
        Assert.Equal(0, harness.Statistics[PacketTrait.FragmentConflict]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Overlaps_that_agree_change_nothing(bool v6)
    {
        PacketBuilder datagram = Datagram(v6);

        DecoderHarness harness = new DecoderHarness().Decode(
            Fragment(datagram, 24, 40), Fragment(datagram, 160, 40), Fragment(datagram, 56, 120), Fragment(datagram, 0, 64), Fragment(datagram, 192, 59));

        Assert.Equal(Payload, harness.Payload);
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(piece.Payload, harness.BytesAt(piece.Extent)));
        Assert.Equal(3, harness.Statistics[PacketTrait.FragmentOverlap]);
        Assert.Equal(0, harness.Statistics[PacketTrait.FragmentConflict]);
    }

    [Fact]
    public void Where_IPv4_fragments_contradict_the_first_bytes_win()
    {
        PacketBuilder datagram = Datagram(v6: false);
        PacketBuilder other = datagram.With(80, [.. Enumerable.Repeat((byte)0xEE, 100)]);

        DecoderHarness harness = new DecoderHarness().Decode(
            Fragment(datagram, 0, 120), Fragment(other, 80, 80), Fragment(datagram, 104, 88), Fragment(datagram, 192, 59));

        Assert.Equal([.. datagram.Bytes[20..120], .. other.Bytes[120..160], .. datagram.Bytes[160..]], harness.Payload);
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(piece.Payload, harness.BytesAt(piece.Extent)));
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Wrong, piece.Checksum));
        Assert.Equal(2, harness.Statistics[PacketTrait.FragmentConflict]);
    }

    [Fact]
    public void Where_IPv6_fragments_contradict_the_datagram_is_dropped()
    {
        PacketBuilder datagram = Datagram(v6: true);
        PacketBuilder other = datagram.With(80, 0xEE, 0xEE, 0xEE);

        DecoderHarness harness = new DecoderHarness().Decode(
            Fragment(datagram, 0, 120), Fragment(other, 80, 80), Fragment(datagram, 120, 72), Fragment(datagram, 192, 59));

        Assert.Empty(harness.Sink.Segments);
        Assert.Equal((1, 1), (harness.Statistics[PacketTrait.FragmentConflict], harness.Statistics[PacketTrait.DatagramDropped]));
        Assert.Equal((1, 3), (harness.Statistics[StopReason.FragmentKept], harness.Statistics[StopReason.FragmentDropped]));
    }

    [Fact]
    public void Datagrams_are_told_apart_by_ends_identification_and_protocol()
    {
        PacketBuilder datagram = Datagram(v6: false);
        PacketBuilder[] wanted = Fragments(datagram);
        PacketBuilder[] others =
        [
            Fragments(datagram, identification: 2)[1],
            Fragments(datagram with { Source = SampleFrames.End("192.0.2.99", 0).Address })[1],
            Fragments(datagram with { Destination = SampleFrames.End("192.0.2.99", 0).Address })[1],
            Fragments(datagram with { Carried = Carried.Udp })[1],
        ];

        DecoderHarness harness = new DecoderHarness().Decode([wanted[0], wanted[2], wanted[3], .. others]);

        Assert.Empty(harness.Sink.Segments);
        Assert.Equal(Payload, harness.Decode(wanted[1]).Payload);
    }

    [Fact]
    public void Of_an_IPv6_datagram_the_first_fragment_says_the_protocol()
    {
        PacketBuilder datagram = Datagram(v6: true);

        DecoderHarness harness = new DecoderHarness().Decode(
            Fragment(datagram with { Carried = Carried.Udp }, 120, 131), Fragment(datagram, 0, 120));

        Assert.Equal(Payload, harness.Payload);
    }

    [Fact]
    public void Extension_headers_may_lie_in_the_fragments()
    {
        PacketBuilder datagram = Datagram(v6: true).InExtension(60, new byte[22]);

        Assert.Equal(Payload, new DecoderHarness().Decode(Fragments(datagram, size: 16).Reverse()).Payload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tunnel_may_come_in_fragments_of_fragments(bool v6)
    {
        IEnumerable<PacketBuilder> inner = Datagram(v6).InFragments(120);
        IEnumerable<PacketBuilder> outer = inner.SelectMany((fragment, i) => fragment.InEthernet().InVxlan()
            .InUdp(SampleFrames.Client, SampleFrames.Server with { Port = 4789 }).InFragments(48, identification: 10 + i));

        DecoderHarness harness = new DecoderHarness().Decode(outer.Reverse().Select(fragment => fragment.InEthernet()));

        Assert.Equal(Payload, harness.Payload);
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(piece.Payload, harness.BytesAt(piece.Extent)));
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Right, piece.Checksum));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_snap_length_cut_from_a_fragment_is_told(bool v6)
    {
        PacketBuilder[] fragments = Fragments(Datagram(v6));
        fragments[1] = fragments[1].Snapped(fragments[1].Bytes.Length - 10);

        DecoderHarness harness = new DecoderHarness().Decode(fragments[3], fragments[1], fragments[0], fragments[2]);

        Assert.Equal(Payload[..(2 * Size - 20 - 10)], harness.Payload);
        Assert.Equal([0, Payload.Length - harness.Payload.Length], harness.Sink.Segments.Select(piece => piece.CutBytes));
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Unknown, piece.Checksum));
    }

    [Fact]
    public void A_datagram_of_which_nothing_was_captured_is_no_segment()
    {
        PacketBuilder[] fragments = Fragments(Datagram(v6: false));
        fragments[0] = fragments[0].Snapped(34);

        new DecoderHarness().Decode(fragments[0]).AssertStopped(StopReason.FragmentKept);
        Assert.Equal(1, new DecoderHarness().Decode(fragments).Statistics[StopReason.HeaderCut]);
    }

    [Theory]
    [InlineData(0x2000, 12)]
    [InlineData(0x2000, 0)]
    [InlineData(0x1FFF, 16)]
    [InlineData(0x3FFF, 8)]
    public void An_impossible_fragment_is_left_out(int place, int length)
    {
        PacketBuilder fragment = Packet.Ip(6, SampleFrames.Client.Address, SampleFrames.Server.Address, new byte[length]).InIpv4(fragment: place);

        new DecoderHarness().Decode(fragment.InEthernet()).AssertStopped(StopReason.FragmentUnusable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fragment_beyond_the_end_is_left_out(bool v6)
    {
        PacketBuilder datagram = Datagram(v6);
        PacketBuilder beyond = Fragment(datagram.FollowedBy(new byte[500]), 256, 64);
        PacketBuilder anotherEnd = Fragment(datagram with { Bytes = datagram.Bytes[..128] }, 64, 64);

        DecoderHarness harness = new DecoderHarness().Decode([.. Fragments(datagram)[1..], beyond, anotherEnd]);
        Assert.Equal(2, harness.Statistics[StopReason.FragmentUnusable]);

        Assert.Equal(Payload, harness.Decode(Fragments(datagram)[0]).Payload);
    }

    [Fact]
    public void The_longest_datagram_can_be_put_together()
    {
        byte[] payload = new byte[65_515];
        new Random(3).NextBytes(payload);

        DecoderHarness harness = new DecoderHarness().Decode(Fragments(Datagram(v6: true, payload: payload), size: 1448).Reverse());

        Assert.Equal(payload, harness.Payload);
        Assert.All(harness.Sink.Segments, piece => Assert.Equal(ChecksumState.Right, piece.Checksum));
    }
}
