using System.Text;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Drawing;

public sealed class HostileTextTests
{
    const int Width = 40;

    [Theory]
    [InlineData(0x0000, 0x3000)]
    [InlineData(0x3000, 0xD800)]
    [InlineData(0xE000, 0x1_0000)]
    [InlineData(0x1_0000, 0x2_0000)]
    [InlineData(0xE_0000, 0xE_1000)]
    public void No_character_drives_the_terminal_or_is_invisible(int from, int to)
    {
        var terminal = new EmulatedTerminal(Width, 2);
        var renderer = new FrameRenderer(new Theme(ColourDepth.Sixteen));
        var buffer = new CellBuffer(terminal.Size);
        var canvas = new Canvas(buffer, Symbols.Unicode);
        for (int value = from; value < to; value++)
        {
            buffer.Clear();
            canvas.Text(0, 0, $"a{new Rune(value)}z", Role.Normal);
            terminal.Write(renderer.Render(buffer, null));

            string shown = terminal.Line(0);
            if (!shown.StartsWith('a') || !shown.EndsWith('z') || shown.Length < 3) Assert.Fail($"U+{value:X4} is shown as '{shown}'");
        }
    }

    [Theory]
    [InlineData("\u001b[2J", @"\x1b[2J")]
    [InlineData("\u009b31m", @"\x9b31m")]
    [InlineData("\u001b]0;title\a", @"\x1b]0;title\x07")]
    [InlineData("invoice\u202Efdp.exe", "invoice<U+202E>fdp.exe")]
    [InlineData("a\u200Bb", "a<U+200B>b")]
    [InlineData("a\uFEFFb", "a<U+FEFF>b")]
    [InlineData("a\u2028b", "a<U+2028>b")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("a\U000E0041b", "a<U+E0041>b")]
    [InlineData("\u0301a", "<U+0301>a")]
    [InlineData("e\u0301\u0302\u0303", "e\u0301\u0302<U+0303>")]
    [InlineData("ᄀ\u1161\u11A8", "ᄀ<U+1161><U+11A8>")]
    public void A_trick_is_shown_not_done_and_not_left_out(string text, string expected)
    {
        var terminal = new EmulatedTerminal(60, 1);
        var buffer = new CellBuffer(terminal.Size);
        new Canvas(buffer, Symbols.Unicode).Text(0, 0, text, Role.Normal);
        terminal.Write(new FrameRenderer(new Theme(ColourDepth.None)).Render(buffer, null));

        Assert.Equal(expected, terminal.Line(0));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_shown_as_its_code() => A_trick_is_shown_not_done_and_not_left_out("\uD800x", "<U+D800>x");

    [Fact]
    public void On_a_terminal_without_Unicode_only_ASCII_is_sent()
    {
        var terminal = new EmulatedTerminal(60, 1);
        var buffer = new CellBuffer(terminal.Size);
        new Canvas(buffer, Symbols.Ascii).Text(0, 0, "crêpe 漢 e\u0301", Role.Normal);
        terminal.Write(new FrameRenderer(new Theme(ColourDepth.None)).Render(buffer, null));

        Assert.Equal("cr<U+00EA>pe <U+6F22> e<U+0301>", terminal.Line(0));
    }

    [Theory]
    [InlineData("漢字漢字漢字", 5, "漢字…")]
    [InlineData("漢字漢字漢字", 6, "漢字…")]
    [InlineData("plain text", 6, "plain…")]
    [InlineData("exact", 5, "exact")]
    public void What_does_not_fit_ends_in_an_ellipsis_within_its_room(string text, int room, string expected)
    {
        var terminal = new EmulatedTerminal(room, 1);
        var buffer = new CellBuffer(terminal.Size);
        new Canvas(buffer, Symbols.Unicode).Text(0, 0, text, Role.Normal);
        terminal.Write(new FrameRenderer(new Theme(ColourDepth.None)).Render(buffer, null));

        Assert.Equal(expected, terminal.Line(0));
    }

    [Fact]
    public void Half_of_a_wide_character_that_is_drawn_over_becomes_blank()
    {
        var terminal = new EmulatedTerminal(10, 1);
        var renderer = new FrameRenderer(new Theme(ColourDepth.None));
        var buffer = new CellBuffer(terminal.Size);
        var canvas = new Canvas(buffer, Symbols.Unicode);
        canvas.Text(0, 0, "漢字", Role.Normal);
        terminal.Write(renderer.Render(buffer, null));
        canvas.Text(1, 0, "ab", Role.Normal);
        terminal.Write(renderer.Render(buffer, null));

        Assert.Equal(" ab", terminal.Line(0));
    }
}
