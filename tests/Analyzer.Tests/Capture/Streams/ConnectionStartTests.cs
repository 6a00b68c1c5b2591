using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;
using Analyzer.Tests.Support;
using static Analyzer.Tests.Support.StreamScript;

namespace Analyzer.Tests.Capture.Streams;

public sealed class ConnectionStartTests
{
    const uint C = ClientStart + 1, S = ServerStart + 1;

    [Fact]
    public void The_number_of_the_SYN_is_no_byte_even_where_its_answer_forgets_to_count_it()
    {
        StreamScript script = new StreamScript()
            .Client(0, flags: TcpFlags.Syn, ack: 0).Server(0, flags: TcpFlags.Syn | TcpFlags.Ack, ack: 0)
            .Client(0, "USER ann", ack: 0).Server(0, "220 Hi", ack: 0).End();

        Assert.Equal(("SER ann", "20 Hi"), (script.Text(Direction.FromClient), script.Text(Direction.FromServer)));
    }

    [Fact]
    public void Bytes_that_were_captured_before_the_SYN_wait_for_its_answer()
    {
        StreamScript script = new StreamScript().Server(S + 6, "three ").Client(ClientStart, flags: TcpFlags.Syn, ack: 0)
            .Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack).Server(S, "one ").Server(S + 4, "2 ").End();

        Assert.Equal("one 2 three ", script.Text(Direction.FromServer));
        Assert.True(script.Connections[0].HasStartOf(Direction.FromServer));
    }

    [Fact]
    public void Where_the_answer_to_the_SYN_is_lost_what_the_client_acknowledges_first_tells_the_beginning()
    {
        StreamScript script = new StreamScript().Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Client(C, ack: S).Server(S + 4, "two").Client(C, ack: S + 7).End();

        Assert.Equal("S-4 S:two closed EndOfCapture", script.Log);
        Assert.True(script.Connections[0].HasStartOf(Direction.FromServer));
    }

    [Fact]
    public void Where_nothing_tells_the_beginning_of_a_direction_it_is_not_known()
    {
        StreamScript script = new StreamScript().Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Server(S + 4, "two").Client(C, ack: S + 7).End();

        Assert.Equal("S:two closed EndOfCapture", script.Log);
        Assert.Equal((true, true, false), (script.Connections[0].HasStart, script.Connections[0].HasStartOf(Direction.FromClient), script.Connections[0].HasStartOf(Direction.FromServer)));
    }

    [Fact]
    public void A_SYN_that_was_captured_behind_the_reset_of_its_connection_begins_no_other()
    {
        StreamScript script = new StreamScript().Client(C, "one ", ack: S).Server(S, flags: TcpFlags.Rst | TcpFlags.Ack, ack: C + 4).Client(C, "one ", ack: S)
            .Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Client(C, "one ", ack: S).End();

        Assert.Single(script.Connections);
        Assert.Equal("one ", script.Text(Direction.FromClient));
    }

    [Fact]
    public void A_SYN_of_an_end_whose_bytes_were_only_acknowledged_begins_no_other_behind_the_reset()
    {
        StreamScript script = new StreamScript().Server(S, "one ", ack: C + 120).Client(C + 120, ack: S + 4).Server(S + 4, flags: TcpFlags.Rst | TcpFlags.Ack, ack: C + 120)
            .Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Server(S, "one ", ack: C + 120).End();

        Connection connection = Assert.Single(script.Connections);
        Assert.Equal("one ", script.Text(Direction.FromServer));
        Assert.Equal(120, connection.Counts(Direction.FromClient).Missing);
    }

    [Fact]
    public void A_SYN_captured_behind_the_reset_may_lie_before_what_was_captured_of_its_bytes()
    {
        StreamScript script = new StreamScript().Client(C + 21, "two ", ack: S).Client(C + 25, flags: TcpFlags.Rst | TcpFlags.Ack, ack: S)
            .Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Client(C + 21, "two ", ack: S).End();

        Connection connection = Assert.Single(script.Connections);
        Assert.Equal(("two ", 21), (script.Text(Direction.FromClient), connection.Counts(Direction.FromClient).Missing));
    }

    [Fact]
    public void A_SYN_ACK_captured_behind_the_end_of_its_connection_begins_no_other()
    {
        StreamScript script = new StreamScript().Client(ClientStart, flags: TcpFlags.Syn, ack: 0).Client(C, ack: S).Client(C, "one ", ack: S).Server(S, ack: C + 4)
            .Client(C + 4, flags: TcpFlags.Fin | TcpFlags.Ack, ack: S).Server(S, flags: TcpFlags.Fin | TcpFlags.Ack, ack: C + 5).Client(C + 5, ack: S + 1)
            .Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: C).Client(C, "one ", ack: S).End();

        Assert.Single(script.Connections);
        Assert.Equal("one ", script.Text(Direction.FromClient));
    }

    [Fact]
    public void A_SYN_above_what_was_acknowledged_begins_another_behind_the_reset()
    {
        StreamScript script = new StreamScript().Server(S, "one ", ack: C + 120).Client(C + 120, ack: S + 4).Server(S + 4, flags: TcpFlags.Rst | TcpFlags.Ack, ack: C + 120)
            .Client(C + 64_000, flags: TcpFlags.Syn, ack: 0).Server(S + 64_000, "two ", ack: C + 64_001).End();

        Assert.Equal(("one ", "two "), (script.Text(Direction.FromServer), script.Text(Direction.FromServer, 1)));
    }

    [Fact]
    public void A_SYN_ACK_far_from_what_was_captured_before_it_begins_another_connection()
    {
        const uint Far = 3_500_000_000;
        StreamScript script = new StreamScript().Client(C, "one").Server(S, "1").Client(C + 3, flags: TcpFlags.Fin | TcpFlags.Ack).Server(S + 1, flags: TcpFlags.Fin | TcpFlags.Ack).Client(C + 4, ack: S + 2)
            .Server(Far, flags: TcpFlags.Syn | TcpFlags.Ack, ack: C + 200_000_000).Client(C + 200_000_000, "two", ack: Far + 1).End();

        Assert.Equal(2, script.Connections.Count);
        Assert.Equal(("one", "1", "two"), (script.Text(Direction.FromClient), script.Text(Direction.FromServer), script.Text(Direction.FromClient, 1)));
        Assert.Equal(0, script.Connections.Sum(connection => connection.Counts(Direction.FromClient).Missing));
    }
}
