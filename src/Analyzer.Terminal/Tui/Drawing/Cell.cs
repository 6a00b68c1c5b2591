namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>One place of the screen.</summary>
readonly record struct Cell(Grapheme Grapheme, Style Style)
{
    /// <summary>Nothing, on the terminal's own background.</summary>
    public static readonly Cell Blank = new(Grapheme.Blank, default);
}
