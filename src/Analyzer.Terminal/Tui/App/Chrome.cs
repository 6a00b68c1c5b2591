using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.App;

/// <summary>Draws what all screens have around them: the capture and its state, the views or the way back, and the keys.</summary>
static class Chrome
{
    const int BarCells = 10;

    /// <summary>The first line.</summary>
    public static void Header(Canvas row, Load? load, bool isPaused)
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
        string names = string.Join(" ", load.Names.Select(name => name == "-" ? "standard input" : Path.GetFileName(name)));
        row.Text(x, 0, load.Length > 0 ? $"{names}  {Quantity.Bytes(load.Length)}" : names, new Style(Role.Normal, Emphasis.Reverse), end - x - 2);
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
    public static void Tabs(Canvas row, IReadOnlyList<string> titles, int current, TextLine status)
    {
        // What finds no room beside the status is left out from the right, the current one last.
        int end = row.Width - row.Measure(status.ToString()) - 1;
        bool isShort = titles.Sum((title) => title.Length + 4) > end;
        int x = 0;
        for (int i = 0; i < titles.Count; i++)
        {
            string text = isShort && i != current ? $" {i + 1} {titles[i][..Math.Min(3, titles[i].Length)]}" : $" {i + 1} {titles[i]}";
            if (i == current) x += row.Text(x, 0, text + " ", new Style(Role.Title, Emphasis.Reverse));
            else if (x + text.Length < end) x += row.Text(x, 0, text + " ", Role.Normal);
        }
        row.Line(Math.Max(x + 1, end), 0, status);
    }

    /// <summary>The second line of a view below: the way back to the root.</summary>
    public static void Breadcrumb(Canvas row, IEnumerable<string> titles, TextLine status)
    {
        int end = Math.Max(0, row.Width - row.Measure(status.ToString()) - 1);
        string[] all = [.. titles];
        int x = 1;
        for (int i = 0; i < all.Length; i++)
        {
            if (i > 0) x += row.Text(x, 0, " / ", Role.Dim, end - x);
            x += row.Text(x, 0, all[i], i == all.Length - 1 ? Role.Title : Role.Dim, Math.Max(0, end - x));
        }
        row.Line(end, 0, status);
    }

    /// <summary>The last line: the keys of the commands that have a word for it, as many as fit.</summary>
    public static void KeyBar(Canvas row, IEnumerable<Command> commands)
    {
        int x = 1;
        foreach (Command command in commands)
        {
            if (command.Label is not { } label) continue;
            string key = command.FirstKey;
            if (x + key.Length + 1 + label.Length > row.Width) continue;
            x += row.Text(x, 0, key, Role.Key) + 1;
            x += row.Text(x, 0, label, Role.Normal) + 2;
        }
    }
}
