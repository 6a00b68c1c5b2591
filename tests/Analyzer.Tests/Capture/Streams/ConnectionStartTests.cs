using Analyzer.Capture;
using Analyzer.Capture.Packets;
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
}
