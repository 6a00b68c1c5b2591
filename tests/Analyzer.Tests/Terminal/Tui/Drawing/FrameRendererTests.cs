using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Drawing;

public sealed class FrameRendererTests
{
    static readonly string[] s_pieces = ["plain", "  ", "漢字", "é", "e\u0301\u0302", "─│┌", "x", "…", "\u001b[31m", "한국", "🙂", "aaaaaaaaaaaaaaaaaaaa"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void After_any_series_of_frames_the_terminal_shows_the_last_one(int seed)
    {
        var random = new Random(seed);
        var terminal = new EmulatedTerminal(40, 8);
        var renderer = new FrameRenderer(new Theme(ColourDepth.Sixteen));
        var buffer = new CellBuffer(terminal.Size);
        for (int frame = 0; frame < 200; frame++)
        {
            if (random.Next(4) == 0) buffer.Clear();
            Scribble(buffer, random);
            terminal.Write(renderer.Render(buffer, random.Next(3) == 0 ? (random.Next(40), random.Next(8)) : null));

            Assert.Equal(TextOf(buffer), terminal.Text);
        }
    }

    static void Scribble(CellBuffer buffer, Random random)
    {
        var canvas = new Canvas(buffer, Symbols.Unicode);
        for (int i = 0; i < 6; i++)
        {
            var style = new Style((Role)random.Next(16), (Emphasis)random.Next(8));
            canvas.Text(random.Next(40), random.Next(8), s_pieces[random.Next(s_pieces.Length)], style);
        }
    }

    static string TextOf(CellBuffer buffer) => string.Join('\n', Enumerable.Range(0, buffer.Size.Height).Select(y =>
        string.Concat(buffer.Row(y).ToArray().Select(cell => cell.Grapheme.Width == 0 ? "" : cell.Grapheme.ToString())).TrimEnd()));

    [Fact]
    public void Nothing_is_sent_when_nothing_has_changed()
    {
        var renderer = new FrameRenderer(new Theme(ColourDepth.Sixteen));
        var buffer = new CellBuffer(new Size(20, 3));
        new Canvas(buffer, Symbols.Unicode).Text(0, 0, "same", Role.Title);
        Assert.NotEqual(0, renderer.Render(buffer, (1, 1)).Length);

        Assert.Equal(0, renderer.Render(buffer, (1, 1)).Length);
    }

    [Fact]
    public void One_changed_letter_costs_a_few_bytes()
    {
        var renderer = new FrameRenderer(new Theme(ColourDepth.Sixteen));
        var buffer = new CellBuffer(new Size(120, 40));
        var canvas = new Canvas(buffer, Symbols.Unicode);
        canvas.Fill('x', Role.Normal);
        _ = renderer.Render(buffer, null);
        canvas.Text(60, 20, "y", Role.Normal);

        Assert.InRange(renderer.Render(buffer, null).Length, 1, 30);
    }

    [Fact]
    public void All_is_sent_again_when_the_terminal_is_not_known_any_more()
    {
        var terminal = new EmulatedTerminal(20, 3);
        var renderer = new FrameRenderer(new Theme(ColourDepth.Sixteen));
        var buffer = new CellBuffer(terminal.Size);
        new Canvas(buffer, Symbols.Unicode).Text(0, 0, "here", Role.Normal);
        terminal.Write(renderer.Render(buffer, null));
        terminal.Resize(20, 3);
        renderer.Forget();
        terminal.Write(renderer.Render(buffer, null));

        Assert.Equal("here", terminal.Line(0));
    }

    [Fact]
    public void Without_colours_no_colour_is_sent()
    {
        var terminal = new EmulatedTerminal(20, 2);
        var buffer = new CellBuffer(terminal.Size);
        var canvas = new Canvas(buffer, Symbols.Unicode);
        canvas.Text(0, 0, "error", Role.Error);
        canvas.Text(6, 0, "focus", new Style(Role.Normal, Emphasis.Reverse));
        terminal.Write(new FrameRenderer(new Theme(ColourDepth.None)).Render(buffer, null));

        Assert.Equal("0;1", terminal.StyleAt(0, 0));
        Assert.Equal("0;7", terminal.StyleAt(6, 0));
    }
}
