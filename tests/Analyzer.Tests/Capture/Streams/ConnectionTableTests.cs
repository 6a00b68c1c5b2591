using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;
using Analyzer.Tests.Support;
using static Analyzer.Tests.Support.StreamScript;

namespace Analyzer.Tests.Capture.Streams;

public sealed class ConnectionTableTests
{
    const uint C = ClientStart + 1, S = ServerStart + 1;

    [Fact]
    public void Bytes_in_order_are_delivered_at_once()
    {
        StreamScript script = new StreamScript().Handshake().Server(S, "220 hi").Client(C, "HELO", ack: S + 6);

        Assert.Equal("S:220 hi C:HELO", script.Log);
    }

    [Fact]
    public void Segments_out_of_order_are_put_in_order()
    {
        StreamScript script = new StreamScript().Handshake().Client(C + 6, "ghi").Client(C + 3, "def").Client(C, "abc").End();

        Assert.Equal("C:abc C:def C:ghi closed EndOfCapture", script.Log);
        Assert.Equal(2, script.Connections[0].Counts(Direction.FromClient).OutOfOrder);
    }

    [Fact]
    public void A_retransmission_with_another_cut_is_merged_byte_by_byte()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abcd").Client(C + 2, "cdef").Client(C, "abcdefgh").End();

        Assert.Equal("abcdefgh", script.Text(Direction.FromClient));
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Conflicting);
        Assert.Equal(8, script.Connections[0].Counts(Direction.FromClient).Retransmitted);
    }

    [Fact]
    public void Another_content_for_delivered_bytes_is_counted_and_not_used()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abcdef").Client(C + 2, "cXef").End();

        Assert.Equal("abcdef", script.Text(Direction.FromClient));
        StreamCounts counts = script.Connections[0].Counts(Direction.FromClient);
        Assert.Equal(3, counts.FirstConflict);
        Assert.True(counts.Conflicting > 0);
    }

    [Theory]
    [InlineData(OverlapPolicy.First, "abcdefg")]
    [InlineData(OverlapPolicy.Last, "abcXYfg")]
    public void The_policy_chooses_among_bytes_that_wait(OverlapPolicy policy, string expected)
    {
        StreamScript script = new StreamScript(policy: policy).Handshake().Client(C + 2, "cdefg").Client(C + 3, "XY").Client(C, "ab").End();

        Assert.Equal(expected, script.Text(Direction.FromClient));
        Assert.Equal(2, script.Connections[0].Counts(Direction.FromClient).Conflicting);
    }

    [Fact]
    public void A_hole_that_the_receiver_acknowledged_is_a_gap_of_its_size()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abc").Client(C + 8, "xyz").Server(S, ack: C + 11).End();

        Assert.Equal("C:abc C-5 C:xyz closed EndOfCapture", script.Log);
        Assert.Equal(5, script.Connections[0].Counts(Direction.FromClient).Missing);
    }

    [Fact]
    public void A_hole_is_given_up_only_after_packets_have_had_time_to_come_late()
    {
        StreamScript script = new StreamScript().Handshake().Client(C + 3, "def").Server(S, ack: C + 6);
        for (int i = 0; i < 5; i++) script.Server(S, ack: C + 6);
        Assert.Equal("", script.Log);

        script.Client(C, "abc");

        Assert.Equal("C:abc C:def", script.Log);
    }

    [Fact]
    public void A_hole_that_nobody_acknowledged_waits()
    {
        StreamScript script = new StreamScript().Handshake().Client(C + 3, "def");
        for (int i = 0; i < 100; i++) script.Server(S, ack: C);

        Assert.Equal("", script.Log);
    }

    [Fact]
    public void Sequence_numbers_wrap()
    {
        uint start = uint.MaxValue - 2;
        StreamScript script = new StreamScript().Client(start, flags: TcpFlags.Syn).Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: start + 1)
            .Client(start + 1, "abc").Client(unchecked(start + 7), "ghi").Client(unchecked(start + 4), "def").End();

        Assert.Equal("abcdefghi", script.Text(Direction.FromClient));
    }

    [Fact]
    public void The_end_is_at_the_number_of_the_FIN_and_not_at_its_packet()
    {
        StreamScript script = new StreamScript().Handshake().Server(S + 3, flags: TcpFlags.Fin | TcpFlags.Ack).Client(C, flags: TcpFlags.Fin | TcpFlags.Ack, ack: S)
            .Server(S, "end").Client(C + 1, ack: S + 4).Server(S + 4, ack: C + 1);

        Assert.Equal("S:end closed Finished", script.Log);
    }

    [Fact]
    public void Data_in_the_FIN_segment_counts()
    {
        StreamScript script = new StreamScript().Handshake().Server(S, "bye", TcpFlags.Fin | TcpFlags.Ack).Client(C, flags: TcpFlags.Fin | TcpFlags.Ack, ack: S + 4).Server(S + 4, ack: C + 1);

        Assert.Equal("S:bye closed Finished", script.Log);
    }

    [Fact]
    public void Text_in_a_reset_is_no_data_and_bytes_may_still_come_behind_it()
    {
        StreamScript script = new StreamScript().Handshake().Server(S + 3, "go away", TcpFlags.Rst | TcpFlags.Ack).Server(S, "abc").End();

        Assert.Equal("S:abc closed Reset", script.Log);
    }

    [Fact]
    public void A_reset_outside_any_window_is_ignored()
    {
        StreamScript script = new StreamScript().Handshake().Server(unchecked(S + 0x70000000), flags: TcpFlags.Rst).Client(C, "abc").End();

        Assert.Equal("C:abc closed EndOfCapture", script.Log);
    }

    [Fact]
    public void The_same_four_tuple_again_is_another_connection()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "one").Client(C + 3, flags: TcpFlags.Fin | TcpFlags.Ack).Server(S, flags: TcpFlags.Fin | TcpFlags.Ack, ack: C + 4).Client(C + 4, ack: S + 1)
            .Client(9000, flags: TcpFlags.Syn).Server(70000, flags: TcpFlags.Syn | TcpFlags.Ack, ack: 9001).Client(9001, "two", ack: 70001).End();

        Assert.Equal("C:one closed Finished C:two closed EndOfCapture", script.Log);
    }

    [Fact]
    public void A_new_handshake_ends_a_connection_that_was_never_closed()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "one")
            .Client(9000, flags: TcpFlags.Syn).Server(70000, flags: TcpFlags.Syn | TcpFlags.Ack, ack: 9001).Client(9001, "two", ack: 70001).End();

        Assert.Equal("C:one closed Reused C:two closed EndOfCapture", script.Log);
    }

    [Fact]
    public void A_lone_SYN_does_not_end_a_living_connection()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "one").Client(9000, flags: TcpFlags.Syn).Client(C + 3, "two").End();

        Assert.Equal("C:one C:two closed EndOfCapture", script.Log);
    }

    [Fact]
    public void A_keep_alive_with_a_byte_of_garbage_changes_nothing()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abc").Client(C + 2, "\0").Client(C + 3, "def").End();

        Assert.Equal("abcdef", script.Text(Direction.FromClient));
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Conflicting);
    }

    [Fact]
    public void Data_on_the_SYN_counts()
    {
        StreamScript script = new StreamScript().Client(ClientStart, "fast", TcpFlags.Syn).Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: C + 4).Client(C + 4, "open").End();

        Assert.Equal("fastopen", script.Text(Direction.FromClient));
    }

    [Fact]
    public void Bytes_before_the_stream_begins_are_dropped()
    {
        StreamScript script = new StreamScript().Handshake().Client(C - 3, "xyzabc").End();

        Assert.Equal("abc", script.Text(Direction.FromClient));
    }

    [Fact]
    public void Without_a_start_the_lowest_number_of_the_first_packets_is_the_beginning()
    {
        StreamScript script = new StreamScript().Client(C + 3, "def").Server(S + 4, "5678").Client(C, "abc").Server(S, "1234").End();

        Assert.Equal("abcdef", script.Text(Direction.FromClient));
        Assert.Equal("12345678", script.Text(Direction.FromServer));
        Assert.False(script.Connections[0].HasStart);
    }

    [Fact]
    public void Without_a_start_the_owner_of_the_known_port_is_the_server()
    {
        StreamScript script = new StreamScript().Server(S, "220 hi").End();

        Assert.Equal(25, script.Connections[0].Server.Port);
        Assert.Equal("S:220 hi closed EndOfCapture", script.Log);
    }

    [Fact]
    public void A_start_that_comes_late_is_still_the_start()
    {
        StreamScript script = new StreamScript().Client(C, "abc").Client(C + 3, "def").Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: C).Client(ClientStart, flags: TcpFlags.Syn).End();

        Assert.Equal("C:abc C:def closed EndOfCapture", script.Log);
        Assert.True(script.Connections[0].HasStart);
    }

    [Fact]
    public void One_direction_alone_is_read_and_what_the_other_sent_is_counted_by_its_acknowledgments()
    {
        StreamScript script = new StreamScript().Client(ClientStart, flags: TcpFlags.Syn).Client(C).Client(C, "abc", ack: S + 30).Client(C + 3, "def", ack: S + 50).End();

        Assert.Equal("abcdef", script.Text(Direction.FromClient));
        Assert.Equal(50, script.Connections[0].Counts(Direction.FromServer).Missing);
    }

    [Fact]
    public void What_the_snap_length_cut_is_a_gap_of_known_size_at_once()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abc", cut: 100).Client(C + 103, "def");

        Assert.Equal("C:abc C-100 C:def", script.Log);
    }

    [Fact]
    public void A_copy_that_was_not_cut_fills_what_another_lacks()
    {
        StreamScript script = new StreamScript().Handshake().Client(C + 3, "de", cut: 1).Client(C + 3, "def").Client(C, "abc").End();

        Assert.Equal("abcdef", script.Text(Direction.FromClient));
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Missing);
    }

    [Fact]
    public void A_wrong_checksum_among_right_ones_is_left_out()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "aXc", checksum: ChecksumState.Wrong).Client(C, "abc").End();

        Assert.Equal("abc", script.Text(Direction.FromClient));
        Assert.Equal(1, script.Connections[0].Counts(Direction.FromClient).BadChecksums);
    }

    [Fact]
    public void A_wrong_checksum_whose_bytes_were_acknowledged_and_never_sent_again_is_believed()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abc", checksum: ChecksumState.Wrong);
        for (int i = 0; i < 8; i++) script.Server(S, ack: C + 3);
        script.Client(C + 3, "def").End();

        Assert.Equal("C:abc C:def closed EndOfCapture", script.Log);
        Assert.Equal(1, script.Connections[0].Counts(Direction.FromClient).EditedChecksums);
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).BadChecksums);
    }

    [Fact]
    public void A_wrong_checksum_that_the_receiver_never_acknowledged_is_not_believed()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "aXc", checksum: ChecksumState.Wrong).Server(S, "220", ack: C).End();

        Assert.Equal("S:220 closed EndOfCapture", script.Log);
    }

    [Fact]
    public void Where_all_checksums_are_wrong_they_are_off_loaded_and_good()
    {
        StreamScript script = new StreamScript().Client(ClientStart, flags: TcpFlags.Syn, checksum: ChecksumState.Wrong).Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack)
            .Client(C, "abc", checksum: ChecksumState.Wrong).End();

        Assert.Equal("abc", script.Text(Direction.FromClient));
    }

    [Fact]
    public void A_segment_larger_than_the_wire_carries_was_joined_and_is_good_whatever_its_checksum()
    {
        string joined = new('j', 3000);
        StreamScript script = new StreamScript().Handshake().Client(C, "abc").Client(C + 3, joined, checksum: ChecksumState.Wrong).End();

        Assert.Equal("abc" + joined, script.Text(Direction.FromClient));
    }

    [Fact]
    public void A_million_half_open_connections_cost_nothing_but_a_count()
    {
        var table = new ConnectionTable(new Counter(), new NoStore(), new StreamLimits(), OverlapPolicy.First, port => port == 25);
        Send(table, 0, default, TcpFlags.Syn);
        for (uint i = 1; i < 1000; i++) Send(table, i * 7919, default, TcpFlags.Syn, (ushort)i);
        uint next = 1000;
        long allocated = Allocations.Least(() =>
        {
            for (uint end = next + 200_000; next < end; next++) Send(table, next * 7919, default, TcpFlags.Syn, (ushort)next);
        });
        for (; next < 1_000_000; next++) Send(table, next * 7919, default, TcpFlags.Syn, (ushort)next);

        Assert.Equal(0, allocated);
        Assert.Equal(next, table.Statistics.HalfOpen);
        Assert.Equal(0, table.Statistics.Connections);
    }

    [Fact]
    public void Waiting_bytes_are_bounded_for_each_direction()
    {
        var limits = new StreamLimits { MaxKeptSegments = 10 };
        StreamScript script = new StreamScript(limits).Handshake();
        for (uint i = 0; i < 12; i++) script.Client(C + 5 + (2 * i), "x");

        Assert.StartsWith("C-5 C:x", script.Log, StringComparison.Ordinal);
        Assert.True(script.Table.Statistics.HolesForced > 0);
    }

    [Fact]
    public void Waiting_bytes_are_bounded_in_all()
    {
        var limits = new StreamLimits { MaxKeptBytesInAll = 4000 };
        var script = new StreamScript(limits);
        for (ushort port = 1; port <= 50; port++) script.Handshake(port).Client(C + 5, "waits", port: port);

        Assert.True(script.Table.Statistics.HolesForced >= 15);
        Assert.Contains("C-5 C:waits", script.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_table_is_full_the_longest_silent_connection_leaves()
    {
        var limits = new StreamLimits { MaxConnections = 3 };
        var script = new StreamScript(limits);
        for (ushort port = 1; port <= 3; port++) script.Handshake(port).Client(C, $"{port}", port: port);
        script.Client(C + 1, "!", port: 1).Handshake(4);

        Assert.Equal("C:1 C:2 C:3 C:! closed Evicted", script.Log);
        Assert.Equal(2, script.Connections.Find(connection => connection.Closed is not null)!.Client.Port);
    }

    [Fact]
    public void Late_duplicates_of_an_ended_connection_make_no_new_one()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "abc").Client(C + 3, flags: TcpFlags.Fin | TcpFlags.Ack).Server(S, flags: TcpFlags.Fin | TcpFlags.Ack, ack: C + 4).Client(C + 4, ack: S + 1)
            .Client(C, "abc").Server(S, flags: TcpFlags.Fin | TcpFlags.Ack, ack: C + 4).End();

        Assert.Equal("C:abc closed Finished", script.Log);
        Assert.Single(script.Connections);
    }

    [Fact]
    public void Connections_that_nobody_reads_are_counted_all_the_same()
    {
        StreamScript script = new StreamScript { Refuses = true }.Handshake().Client(C, "abc").Client(C + 6, "ghi").Client(C + 3, "def").End();

        Assert.Equal(9, script.Connections[0].Counts(Direction.FromClient).Bytes);
        Assert.Equal(0, script.Connections[0].Counts(Direction.FromClient).Missing);
    }

    [Fact]
    public void Bytes_in_order_allocate_nothing()
    {
        byte[] payload = new byte[1460];
        var table = new ConnectionTable(new Counter(), new NoStore(), new StreamLimits(), OverlapPolicy.First, port => port == 25);
        uint sequence = 1;
        Send(table, sequence - 1, default, TcpFlags.Syn);
        for (int i = 0; i < 1000; i++) Send(table, sequence += 1460, payload, TcpFlags.Ack);
        long allocated = Allocations.Least(() =>
        {
            for (int i = 0; i < 100_000; i++) Send(table, sequence += 1460, payload, TcpFlags.Ack);
        });

        Assert.Equal(0, allocated);
    }

    static void Send(ConnectionTable table, uint sequence, ReadOnlySpan<byte> payload, TcpFlags flags, ushort port = 4000)
    {
        var segment = new TcpSegment
        {
            Source = IpAddress.From([10, 0, 0, 1]),
            Destination = IpAddress.From([10, 0, 0, 2]),
            SourcePort = port,
            DestinationPort = 25,
            Sequence = sequence - (flags == TcpFlags.Syn ? 0u : 1460u),
            Acknowledgment = 1,
            Flags = flags,
            Payload = payload,
            Extent = new Extent(0, sequence, payload.Length),
            Time = new Timestamp(1),
            PacketNumber = 1,
        };
        table.Add(segment);
    }

    sealed class Counter : IStreamAcceptor, IStreamConsumer
    {
        public IStreamConsumer? Accept(Connection connection) => this;

        public void OnClosed(Connection connection)
        {
        }

        public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
        {
        }

        public void OnGap(Direction from, long missing, Timestamp time) => throw new InvalidOperationException("a gap where there is none");

        public void OnClosed(CloseReason reason, Timestamp time)
        {
        }
    }

    sealed class NoStore : IByteStore
    {
        public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

        public bool TryRead(Extent extent, Span<byte> target) => false;
    }
}
