using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;
using Analyzer.Tests.Support;
using static Analyzer.Tests.Support.StreamScript;

namespace Analyzer.Tests.Capture.Streams;

/// <summary>Time passes without packets, as it does while an interface is watched.</summary>
public sealed class ConnectionTableTickTests
{
    const uint C = ClientStart + 1;
    const long Second = 1_000_000_000;

    [Fact]
    public void A_reset_connection_is_over_when_it_has_lingered()
    {
        StreamScript script = new StreamScript().Handshake().Client(C, "hello").Client(C + 5, flags: TcpFlags.Rst | TcpFlags.Ack);

        script.Table.Tick(new Timestamp(Second / 2));
        string early = script.Log;
        script.Table.Tick(new Timestamp(2 * Second));

        Assert.Equal(("C:hello", "C:hello closed Reset"), (early, script.Log));
    }

    [Fact]
    public void A_silent_connection_is_given_up_after_the_time_limit()
    {
        StreamScript script = new StreamScript(new StreamLimits { IdleTime = TimeSpan.FromSeconds(10) }).Handshake().Client(C, "hello");

        script.Table.Tick(new Timestamp(9 * Second));
        string early = script.Log;
        script.Table.Tick(new Timestamp(11 * Second));

        Assert.Equal(("C:hello", "C:hello closed Idle"), (early, script.Log));
        Assert.Equal(1, script.Table.Statistics.Idle);
    }

    [Fact]
    public void What_comes_after_all_is_the_middle_of_a_new_connection()
    {
        StreamScript script = new StreamScript(new StreamLimits { IdleTime = TimeSpan.FromSeconds(10) }).Handshake().Client(C, "hello");
        script.Table.Tick(new Timestamp(11 * Second));

        script.Client(C + 5, "again").End();

        Assert.Equal("C:hello closed Idle C:again closed EndOfCapture", script.Log);
        Assert.False(script.Connections[1].HasStart);
    }

    [Fact]
    public void All_silent_connections_are_found_in_a_few_rounds()
    {
        const int Connections = 3000;
        var script = new StreamScript(new StreamLimits { IdleTime = TimeSpan.FromSeconds(1) });
        for (ushort i = 0; i < Connections; i++) script.Handshake((ushort)(20_000 + i));

        for (int round = 0; round < 10; round++) script.Table.Tick(new Timestamp(100 * Second));

        Assert.Equal(Connections, script.Table.Statistics.Idle);
    }
}
