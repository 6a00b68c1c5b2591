using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Streams;

public sealed class ConnectionStartTests
{
    [Fact]
    public void The_number_of_the_SYN_is_no_byte_even_where_its_answer_forgets_to_count_it()
    {
        StreamScript script = new StreamScript()
            .Client(0, flags: TcpFlags.Syn, ack: 0).Server(0, flags: TcpFlags.Syn | TcpFlags.Ack, ack: 0)
            .Client(0, "USER ann", ack: 0).Server(0, "220 Hi", ack: 0).End();

        Assert.Equal(("SER ann", "20 Hi"), (script.Text(Direction.FromClient), script.Text(Direction.FromServer)));
    }
}
