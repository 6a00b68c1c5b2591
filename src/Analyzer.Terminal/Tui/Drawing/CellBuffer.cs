namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>A screenful of cells.</summary>
sealed class CellBuffer
{
    readonly Cell[] _cells;

    /// <summary>A blank screen.</summary>
    public CellBuffer(Size size)
    {
        Size = size;
        _cells = new Cell[size.Width * size.Height];
        Clear();
    }

    public Size Size { get; }

    /// <summary>Makes every cell blank.</summary>
    public void Clear() => Array.Fill(_cells, Cell.Blank);

    /// <summary>The cells of a row.</summary>
    public Span<Cell> Row(int y) => _cells.AsSpan(y * Size.Width, Size.Width);

    /// <summary>
    /// Puts a grapheme at a place on the screen. Halves of wide ones that it cuts become blanks; a wide one that finds only one column
    /// becomes a blank itself.
    /// </summary>
    public void Put(int x, int y, Grapheme grapheme, Style style)
    {
        Span<Cell> row = Row(y);
        int width = grapheme.Width;
        if (width == 0 || x + width > row.Length) (grapheme, width) = (Grapheme.Blank, 1);
        Clip(row, x);
        Clip(row, x + width);
        row[x] = new Cell(grapheme, style);
        if (width == 2) row[x + 1] = new Cell(Grapheme.RightHalf, style);
    }

    // What is drawn from here on leaves the half of a wide character to its left alone.
    static void Clip(Span<Cell> row, int x)
    {
        if (x <= 0 || x >= row.Length || row[x].Grapheme.Width != 0) return;
        row[x - 1] = row[x - 1] with { Grapheme = Grapheme.Blank };
        row[x] = row[x] with { Grapheme = Grapheme.Blank };
    }

    /// <summary>Takes over all cells of a screen of the same size.</summary>
    public void CopyFrom(CellBuffer other) => other._cells.CopyTo(_cells.AsSpan());
}
