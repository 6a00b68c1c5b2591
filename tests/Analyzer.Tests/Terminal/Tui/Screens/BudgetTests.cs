using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>What a key may cost over a slow line. The figures of other programs stand in docs/screens.md.</summary>
public sealed class BudgetTests : IDisposable
{
    readonly ScreenCaptures _captures = new();

    const int Width = 120, Height = 40;

    [Theory]
    [InlineData("sessions", 700, new string[0])]
    [InlineData("messages", 900, new[] { "2" })]
    [InlineData("dialogue", 900, new[] { "Enter" })]
    public void A_cursor_movement_sends_few_bytes(string view, int most, string[] keys)
    {
        using var screens = new TuiHarness(_captures.Built("smtp-lecture.pcap"), Width, Height);
        screens.Press(keys);
        long before = screens.Terminal.Sent;
        screens.Press("Down");

        long sent = screens.Terminal.Sent - before;
        Assert.True(sent > 0 && sent <= most, $"{view}: {sent} bytes");
    }

    [Theory]
    [InlineData("a frame", 1000, "Home")]
    [InlineData("a cursor movement with its details", 6000, "Down", "Up")]
    public void A_frame_makes_little_garbage(string what, int most, params string[] keys)
    {
        using var screens = new TuiHarness(_captures.Built("smtp-lecture.pcap"), Width, Height);
        for (int i = 0; i < 20; i++) screens.Press(keys);
        // What the emulator makes is not counted.
        screens.Terminal.IsBlind = true;
        long made = 0;
        for (int i = 0; i < 100; i++)
        {
            screens.Key(keys[i % keys.Length]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            screens.App.Draw();
            made += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(made / 100 <= most, $"{what}: {made / 100} bytes");
    }

    [Fact]
    public void The_whole_screen_is_a_few_kilobytes()
    {
        using var screens = new TuiHarness(_captures.Built("smtp-lecture.pcap"), Width, Height);

        Assert.InRange(screens.Terminal.Sent, 500, 6000);
    }

    public void Dispose() => _captures.Dispose();
}
