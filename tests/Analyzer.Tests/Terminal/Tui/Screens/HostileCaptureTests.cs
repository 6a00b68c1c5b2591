using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>The emulator fails on any control, direction change or invisible character, and on any title: here every text tries one.</summary>
public sealed class HostileCaptureTests : IDisposable
{
    readonly ScreenCaptures _captures = new();

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 10)]
    public void No_screen_passes_anything_on_to_the_terminal(int width, int height)
    {
        using var screens = new TuiHarness(_captures.Hostile(), width, height);
        string[] tour =
        [
            "Enter", "Down", "Down", "Down", "Down", "i", "v", "Esc", "Esc", "2", "Enter", "H", "Tab", "End", "Tab", "Down", "x", "R", "R", "i", "i", "Down", "s", "Esc",
            "Esc", "F2", "Esc", "/", "x", "Esc", "4", "5", "6", "7", "F1", "Esc", ":", "Esc", "2", "y", "j", "y", "f", "J", "Down", "Esc", "Enter", "C", "C", "y", "n",
            "Esc", "F2", "Right", "Right", "Down", "Down", "Space", "Esc", "6", ">", "]", "1", "t", "t", "t", "p", "p", "+", "-", "=", "y", "y",
        ];
        screens.Press(tour);

        Assert.StartsWith(" analyzer", screens.Screen);
        Assert.DoesNotContain('\u001b', screens.Terminal.Clipboard ?? "");
    }

    [Fact]
    public void The_reader_sees_the_trick_in_the_list()
    {
        using var screens = new TuiHarness(_captures.Hostile(), 120, 40);

        Assert.Contains(@"\x1b[2J", screens.Press("2"));
    }

    public void Dispose() => _captures.Dispose();
}
