using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Tests.Dissection.Dialogues;

public sealed class RoundsTests
{
    static CursorBuffer Bytes(int count)
    {
        var buffer = new CursorBuffer();
        buffer.Append(new byte[count]);
        buffer.AddPiece(new Extent(0, 0, count), default, 1, 0);
        return buffer;
    }

    [Fact]
    public void Rounds_that_take_nothing_end()
    {
        var client = new StreamCursor(Bytes(1));
        var server = new StreamCursor(Bytes(1));
        var rounds = new Rounds();

        for (int i = 0; i < Rounds.MaxIdle; i++) rounds.Count(client, server);

        bool hasEnded = false;
        try
        {
            rounds.Count(client, server);
        }
        catch (InvalidOperationException)
        {
            hasEnded = true;
        }
        Assert.True(hasEnded);
    }

    [Fact]
    public void Rounds_that_take_something_now_and_then_go_on()
    {
        var client = new StreamCursor(Bytes(10));
        var server = new StreamCursor(Bytes(10));
        var rounds = new Rounds();

        for (int i = 0; i < 20; i++)
        {
            if (i % 2 == 0) client.Skip(1);
            else server.Skip(1);
            for (int idle = 0; idle < Rounds.MaxIdle; idle++) rounds.Count(client, server);
        }

        Assert.Equal((10, 10), (client.Offset, server.Offset));
    }
}
