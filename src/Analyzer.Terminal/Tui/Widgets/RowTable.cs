using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Draws the rows of a list in columns, whose widths follow what was seen so far: they never jump back.</summary>
sealed class RowTable<T>(ListModel<T> model)
    where T : Record
{
    // The mark of a row, and a blank.
    const int Margin = 2;

    // Columns up to this rank identify a row; wider than this they need not be for that.
    const int MaxMainRank = 3, MaxMain = 40;

    int[] _needed = [];
    int[] _widths = [];
    int _shownVersion;

    // What the widths were found for. What is needed only grows, and a column that is hidden changes the number of those.
    (int Available, int Needed, int Hidden) _fitted;

    /// <summary>Widths are found anew: other rows are shown.</summary>
    public void Forget() => _needed = [];

    /// <summary>Finds the widths for the rows that are seen, and draws the headings.</summary>
    public void Heading(Canvas row, ListView list)
    {
        Measure(row, list);
        int x = Margin;
        for (int i = 0; i < _widths.Length; i++)
        {
            if (_widths[i] == 0) continue;
            ListColumn<T> column = model.Columns[i];
            string sign = i == model.SortColumn ? model.IsDescending ? $"{row.Symbols.Down}" : $"{row.Symbols.Up}" : "";
            int length = column.Header.Length + sign.Length > _widths[i] ? column.Header.Length : column.Header.Length + sign.Length;
            int at = column.IsNumber ? x + Math.Max(0, _widths[i] - length) : x;
            int used = row.Text(at, 0, column.Header, Role.Heading, _widths[i]);
            if (length > column.Header.Length) row.Text(at + used, 0, sign, Role.Heading);
            x += _widths[i] + TableLayout.Gap;
        }
    }

    void Measure(Canvas row, ListView list)
    {
        if (_needed.Length == 0 || _shownVersion != model.ShownVersion) _needed = [.. model.Columns.Select(column => column.Rank == 0 ? column.Header.Length + 1 : 0)];
        _shownVersion = model.ShownVersion;
        for (int y = list.Top; y < Math.Min(list.Top + list.Height, model.Count); y++)
        {
            string[] cells = model.TextsOf(y);
            for (int i = 0; i < cells.Length; i++)
            {
                // A column that says nothing is left out, unless it is of those that are always there.
                if (cells[i].Length > 0) _needed[i] = Math.Max(Math.Max(_needed[i], model.Columns[i].Header.Length + 1), row.Measure(cells[i], row.Width));
            }
        }
        // The bar at the right edge takes a column.
        int available = row.Width - Margin - 1;
        var key = (available, _needed.Sum(), model.HiddenColumns.Count);
        if (key == _fitted) return;
        _fitted = key;
        List<int> shown = [.. Enumerable.Range(0, _needed.Length).Where(i => _needed[i] > 0 && !model.HiddenColumns.Contains(i))];
        _widths = Fit(shown, available);
        // Nothing is cut that identifies a row while another column has room.
        while (shown.Any(i => IsMain(i) && _widths[i] < Math.Min(_needed[i], MaxMain)) && shown.Where(i => !IsMain(i)).ToArray() is { Length: > 0 } others)
        {
            shown.Remove(others.MaxBy(i => model.Columns[i].Rank));
            _widths = Fit(shown, available);
        }
    }

    bool IsMain(int column) => model.Columns[column].Rank <= MaxMainRank;

    int[] Fit(List<int> shown, int available)
    {
        int[] fitted = TableLayout.Fit(
            [.. shown.Select(i => _needed[i])], [.. shown.Select(LeastWidth)], [.. shown.Select(i => model.Columns[i].Rank)], available);
        var widths = new int[_needed.Length];
        for (int i = 0; i < shown.Count; i++) widths[shown[i]] = fitted[i];
        return widths;
    }

    // A part of a time says nothing.
    int LeastWidth(int column) => model.Columns[column].Moment is not null ? _needed[column] : Math.Max(model.Columns[column].MinWidth, model.Columns[column].Header.Length);

    /// <summary>Draws a row.</summary>
    public void Row(Canvas row, int index)
    {
        if (model.IsMarked(index)) row.Text(0, 0, "*", Role.Marked);
        string[] cells = model.TextsOf(index);
        Role[] roles = model.RolesOf(index);
        int x = Margin;
        for (int i = 0; i < _widths.Length; i++)
        {
            int width = _widths[i];
            if (width == 0) continue;
            ListColumn<T> column = model.Columns[i];
            string text = cells[i];
            int at = column.IsNumber ? x + Math.Max(0, width - row.Measure(text, width)) : x;
            if (!column.KeepsEnds || !DrawEnds(row, at, text, roles[i], width)) row.Text(at, 0, text, roles[i], width);
            x += width + TableLayout.Gap;
        }
    }

    // Both ends of an address or path tell it from others. False: there is room for all of it.
    static bool DrawEnds(Canvas row, int x, string text, Role role, int width)
    {
        string dots = row.Symbols.Ellipsis;
        if (text.Length > 1000 || row.Measure(text, width + 1) <= width || width <= dots.Length + 2) return false;
        int head = (width - dots.Length) / 2, tail = width - dots.Length - head;
        if (tail >= text.Length) return false;
        int used = row.Text(x, 0, text.AsSpan(0, head), role, width);
        used += row.Text(x + used, 0, dots, role, width - used);
        row.Text(x + used, 0, text.AsSpan(text.Length - tail), role, width - used);
        return true;
    }
}
