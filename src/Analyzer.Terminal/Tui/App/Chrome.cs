using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Screens;

namespace Analyzer.Terminal.Tui.App;

/// <summary>Draws what all screens have around them: the capture and its state, the views or the way back, and the keys.</summary>
sealed class Chrome
{
    const int BarCells = 10;

    // Frames are many, and these texts seldom change.
    (Load? Load, long Length) _named;
    string _names = "";

    /// <summary>The first line.</summary>
    public void Header(Canvas row, Load? load, bool isPaused)
    {
        row.Fill(' ', new Style(Role.Normal, Emphasis.Reverse));
        var style = new Style(Role.Title, Emphasis.Reverse);
        int x = 1 + row.Text(1, 0, "analyzer", style) + 2;
        if (load is null) return;
        string state = isPaused && load.State is LoadState.Loading or LoadState.Live ? "PAUSED " : load.State switch
        {
            LoadState.Loading => Progress(load, row.Symbols.IsAscii) + "  LOADING ",
            LoadState.Live => load.Rate + "  LIVE ",
            LoadState.Partial => "PARTIAL ",
            LoadState.Failed => "FAILED ",
            _ => "DONE ",
        };
        int end = row.Right(0, state, style);
        row.Text(x, 0, NamesOf(load), new Style(Role.Normal, Emphasis.Reverse), end - x - 2);
    }

    string NamesOf(Load load)
    {
        if (_named == (load, load.Length)) return _names;
        _named = (load, load.Length);
        string names = string.Join(" ", load.Names.Select(name => name == "-" ? "standard input" : Path.GetFileName(name)));
        return _names = load.Length > 0 ? $"{names}  {Quantity.Bytes(load.Length)}" : names;
    }

    static string Progress(Load load, bool isAscii)
    {
        if (load.Length <= 0) return Quantity.Bytes(load.Position);
        int percent = (int)(100 * Math.Min(load.Position, load.Length) / load.Length);
        int full = percent * BarCells / 100;
        char sign = isAscii ? '#' : '█', rest = isAscii ? '-' : '░';
        return $"[{new string(sign, full)}{new string(rest, BarCells - full)}] {percent} %";
    }

    /// <summary>The second line of a root view: the views, the current one standing out.</summary>
    public static void Tabs(Canvas row, IReadOnlyList<RootScreen> roots, int current, TextLine status)
    {
        // What finds no room beside the status is left out from the right, the current one last.
        int end = row.Width - row.Measure(status) - 1, needed = 0, x = 0;
        for (int i = 0; i < roots.Count; i++) needed += roots[i].Label.Length + 1;
        for (int i = 0; i < roots.Count; i++)
        {
            string text = needed > end && i != current ? roots[i].ShortLabel : roots[i].Label;
            if (i == current) x += row.Text(x, 0, text, new Style(Role.Title, Emphasis.Reverse)) + row.Text(x + text.Length, 0, " ", new Style(Role.Title, Emphasis.Reverse));
            else if (x + text.Length < end) x += row.Text(x, 0, text, Role.Normal) + 1;
        }
        row.Line(Math.Max(x + 1, end), 0, status);
    }

    /// <summary>The second line of a view below: the way back to the root.</summary>
    public static void Breadcrumb(Canvas row, IReadOnlyList<Screen> stack, TextLine status)
    {
        int end = Math.Max(0, row.Width - row.Measure(status) - 1), x = 1;
        for (int i = 0; i < stack.Count; i++)
        {
            if (stack[i].IsOverlay) continue;
            bool isLast = i == stack.Count - 1 || stack[i + 1].IsOverlay;
            if (i > 0) x += row.Text(x, 0, " / ", Role.Dim, end - x);
            x += row.Text(x, 0, stack[i].Title, isLast ? Role.Title : Role.Dim, Math.Max(0, end - x));
        }
        row.Line(end, 0, status);
    }

    /// <summary>The last line: the keys of the commands that have a word for it, as many as fit.</summary>
    public static void KeyBar(Canvas row, IReadOnlyList<Command> own, IReadOnlyList<Command> common)
    {
        int x = 1;
        for (int i = 0; i < own.Count; i++) x += Key(row, x, own[i]);
        for (int i = 0; i < common.Count; i++) x += Key(row, x, common[i]);
    }

    static int Key(Canvas row, int x, Command command)
    {
        if (command.Label is not { } label || x + command.FirstKey.Length + 1 + label.Length > row.Width) return 0;
        int used = row.Text(x, 0, command.FirstKey, Role.Key) + 1;
        return used + row.Text(x + used, 0, label, Role.Normal) + 2;
    }
}
