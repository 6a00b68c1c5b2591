using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Draws the branches before a node of a tree.</summary>
static class TreeDrawing
{
    // Deeper levels are indented no further: the text matters more.
    const int MaxDepth = 12;

    /// <summary>Returns the columns that it took.</summary>
    public static int Draw(Canvas row, int x, TreePlace place)
    {
        int start = x;
        if (place.Depth == 0) return 0;
        foreach (bool goesOn in place.Trunks.TakeLast(MaxDepth)) x += row.Text(x, 0, goesOn ? row.Symbols.Trunk : "  ", Role.Dim);
        x += row.Text(x, 0, place.IsLast ? row.Symbols.LastBranch : row.Symbols.Branch, Role.Dim);
        return x - start;
    }
}
