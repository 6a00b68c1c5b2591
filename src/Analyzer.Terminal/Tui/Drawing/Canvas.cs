using System.Buffers;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>A rectangle of the screen to draw on. What does not fit is left out; any text is harmless here (see <see cref="Grapheme"/>).</summary>
readonly struct Canvas
{
    // Each takes one column.
    static readonly SearchValues<char> s_printable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (char)value)]);

    readonly CellBuffer _buffer;
    readonly int _left, _top;

    /// <summary>The whole screen.</summary>
    public Canvas(CellBuffer buffer, Symbols symbols)
        : this(buffer, symbols, 0, 0, buffer.Size.Width, buffer.Size.Height)
    {
    }

    Canvas(CellBuffer buffer, Symbols symbols, int left, int top, int width, int height) =>
        (_buffer, Symbols, _left, _top, Width, Height) = (buffer, symbols, left, top, width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>To draw frames and bars with.</summary>
    public Symbols Symbols { get; }

    /// <summary>Its left edge on the screen, for the mouse.</summary>
    public int Left => _left;

    /// <summary>Its upper edge on the screen, for the mouse.</summary>
    public int Top => _top;

    /// <summary>A part of it, cut to what there is.</summary>
    public Canvas Part(int x, int y, int width, int height)
    {
        x = Math.Clamp(x, 0, Width);
        y = Math.Clamp(y, 0, Height);
        return new Canvas(_buffer, Symbols, _left + x, _top + y, Math.Clamp(width, 0, Width - x), Math.Clamp(height, 0, Height - y));
    }

    /// <summary>A row of it.</summary>
    public Canvas Row(int y) => Part(0, y, Width, y >= 0 && y < Height ? 1 : 0);

    /// <summary>The first rows of it.</summary>
    public Canvas Rows(int y, int height) => Part(0, y, Width, height);

    /// <summary>Draws text on one line; returns the columns that it took. With too little room it ends in an ellipsis.</summary>
    public int Text(int x, int y, ReadOnlySpan<char> text, Style style, int room = int.MaxValue)
    {
        if (x < 0 || y < 0 || y >= Height || x >= Width) return 0;
        room = Math.Min(room, Width - x);
        bool isCut = !Fits(text, room);
        int end = isCut ? room - Math.Min(room, Symbols.Ellipsis.Length) : room;
        int used = Draw(x, y, text, style, end);
        return isCut ? used + Draw(x + used, y, Symbols.Ellipsis, style, room - used) : used;
    }

    int Draw(int x, int y, ReadOnlySpan<char> text, Style style, int room)
    {
        var reader = new GraphemeReader(text, Symbols.IsAscii);
        int used = 0;
        while (reader.TryRead(out Grapheme grapheme))
        {
            if (used + grapheme.Width > room) break;
            _buffer.Put(_left + x + used, _top + y, grapheme, reader.IsCode ? style with { Role = Role.Code } : style);
            used += grapheme.Width;
        }
        return used;
    }

    bool Fits(ReadOnlySpan<char> text, int room)
    {
        if (text.IndexOfAnyExcept(s_printable) < 0) return text.Length <= room;
        var reader = new GraphemeReader(text, Symbols.IsAscii);
        int used = 0;
        while (used <= room && reader.TryRead(out Grapheme grapheme)) used += grapheme.Width;
        return used <= room;
    }

    /// <summary>The columns of a text, counted as far as <paramref name="most"/>.</summary>
    public int Measure(ReadOnlySpan<char> text, int most = int.MaxValue)
    {
        if (text.IndexOfAnyExcept(s_printable) < 0) return text.Length;
        var reader = new GraphemeReader(text, Symbols.IsAscii);
        int used = 0;
        while (used < most && reader.TryRead(out Grapheme grapheme)) used += grapheme.Width;
        return used;
    }

    /// <summary>The columns of a line.</summary>
    public int Measure(TextLine line)
    {
        int used = 0;
        for (int i = 0; i < line.Spans.Count; i++) used += Measure(line.Spans[i].Text);
        return used;
    }

    /// <summary>Draws the spans of a line one after the other; returns the columns that they took.</summary>
    public int Line(int x, int y, TextLine line, Emphasis emphasis = Emphasis.None)
    {
        int at = x;
        for (int i = 0; i < line.Spans.Count; i++) at += Text(at, y, line.Spans[i].Text, new Style(line.Spans[i].Role, emphasis));
        return at - x;
    }

    /// <summary>Draws text that ends at the right edge; returns the column where it begins.</summary>
    public int Right(int y, ReadOnlySpan<char> text, Style style)
    {
        int x = Math.Max(0, Width - Measure(text));
        Text(x, y, text, style);
        return x;
    }

    /// <summary>Fills all of it with one sign.</summary>
    public void Fill(char sign, Style style)
    {
        _ = Grapheme.TryCreate(new System.Text.Rune(sign), out Grapheme grapheme);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++) _buffer.Put(_left + x, _top + y, grapheme, style);
        }
    }

    /// <summary>Gives every cell this emphasis besides its own.</summary>
    public void Emphasize(Emphasis emphasis)
    {
        for (int y = 0; y < Height; y++)
        {
            foreach (ref Cell cell in _buffer.Row(_top + y).Slice(_left, Width))
                cell = cell with { Style = cell.Style with { Emphasis = cell.Style.Emphasis | emphasis } };
        }
    }

    /// <summary>A frame along its edges with a title in the upper one, and the canvas inside it.</summary>
    public Canvas Frame(string title)
    {
        Fill(' ', Role.Normal);
        Rows(0, 1).Fill(Symbols.Horizontal, Role.Dim);
        Rows(Height - 1, 1).Fill(Symbols.Horizontal, Role.Dim);
        Part(0, 0, 1, Height).Fill(Symbols.Vertical, Role.Dim);
        Part(Width - 1, 0, 1, Height).Fill(Symbols.Vertical, Role.Dim);
        Part(0, 0, 1, 1).Fill(Symbols.TopLeft, Role.Dim);
        Part(Width - 1, 0, 1, 1).Fill(Symbols.TopRight, Role.Dim);
        Part(0, Height - 1, 1, 1).Fill(Symbols.BottomLeft, Role.Dim);
        Part(Width - 1, Height - 1, 1, 1).Fill(Symbols.BottomRight, Role.Dim);
        if (title.Length > 0) Text(2, 0, $" {title} ", new Style(Role.Title, Emphasis.Bold), Width - 4);
        return Part(2, 1, Width - 4, Height - 2);
    }
}
