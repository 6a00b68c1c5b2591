using Analyzer.Tests.Support;
using static Analyzer.Tests.Support.StreamScript;

namespace Analyzer.Tests.Capture.Streams;

public sealed class ConnectionEndTests
{
    const uint C = ClientStart + 1, S = ServerStart + 1;

    [Fact]
    public void What_waits_in_both_directions_comes_in_the_order_of_the_capture()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "one").Client(C + 5, "two").Server(S + 4, "2").Client(C + 8, "three").Server(S + 5, "3").End();

        Assert.Equal("C:one C-2 C:two S-4 S:2 C:three S:3 closed EndOfCapture", script.Log);
    }
}
