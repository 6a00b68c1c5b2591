using System.Buffers;
using System.Buffers.Text;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>
/// Turns a screenful of cells into the fewest bytes that make the terminal show it, given what it shows already. All bytes of a frame
/// are ours or come out of a <see cref="Grapheme"/>.
/// </summary>
sealed class FrameRenderer(Theme theme)
{
    // Equal cells between two changes that are rather written again than skipped: a cursor movement costs about as much.
    const int MaxRewritten = 4;

    readonly ArrayBufferWriter<byte> _bytes = new(16 * 1024);
    CellBuffer? _shown;
    (int X, int Y)? _cursor;
    Style _style;
    int _x, _y;
    bool _isPlaceKnown, _isCursorSeen;

    /// <summary>Nothing is known any more of what the terminal shows: the next frame draws everything.</summary>
    public void Forget() => _shown = null;

    /// <summary>The bytes of the next frame, borrowed until the next call; none when the terminal shows it already.</summary>
    /// <param name="next">What shall be seen.</param>
    /// <param name="cursor">Where the cursor is; null: it does not matter.</param>
    /// <param name="isCursorSeen">It blinks there. Unseen, it still leads those who are read to.</param>
    public ReadOnlySpan<byte> Render(CellBuffer next, (int X, int Y)? cursor, bool isCursorSeen = true)
    {
        _bytes.ResetWrittenCount();
        _bytes.Write("\u001b[?2026h"u8);
        int prologue = _bytes.WrittenCount;
        _isPlaceKnown = false;
        if (_shown is null || _shown.Size != next.Size)
        {
            _bytes.Write("\u001b[0m\u001b[2J"u8);
            _style = default;
            _shown = new CellBuffer(next.Size);
            if (_isCursorSeen) _bytes.Write("\u001b[?25l"u8);
            (_cursor, _isCursorSeen) = (null, false);
        }
        for (int y = 0; y < next.Size.Height; y++) Row(y, _shown.Row(y), next.Row(y));
        Place(cursor, isCursorSeen && cursor is not null);
        if (_bytes.WrittenCount == prologue) return default;
        _shown.CopyFrom(next);
        _bytes.Write("\u001b[?2026l"u8);
        return _bytes.WrittenSpan;
    }

    void Place((int X, int Y)? cursor, bool isSeen)
    {
        if (cursor is { } place && (_cursor != cursor || _isPlaceKnown)) MoveTo(place.X, place.Y);
        if (isSeen != _isCursorSeen) _bytes.Write(isSeen ? "\u001b[?25h"u8 : "\u001b[?25l"u8);
        (_cursor, _isCursorSeen) = (cursor, isSeen);
    }

    void Row(int y, ReadOnlySpan<Cell> old, ReadOnlySpan<Cell> row)
    {
        int common = old.CommonPrefixLength(row);
        if (common == row.Length) return;
        int blank = BlankFrom(row), oldBlank = BlankFrom(old);
        int end = Math.Max(blank, Math.Min(oldBlank, row.Length));
        // Erasing the rest is shorter than writing blanks over it.
        bool erases = end - blank > MaxRewritten;
        if (erases) end = blank;
        for (int x = common; x < end;)
        {
            if (old[x] == row[x])
            {
                x++;
                continue;
            }
            int stop = EndOfChange(old, row, x, end);
            x = Write(y, x, stop, row);
        }
        if (!erases) return;
        MoveTo(blank, y);
        SetStyle(default);
        _bytes.Write("\u001b[K"u8);
    }

    static int BlankFrom(ReadOnlySpan<Cell> row)
    {
        int end = row.Length;
        while (end > 0 && row[end - 1] == Cell.Blank) end--;
        return end;
    }

    static int EndOfChange(ReadOnlySpan<Cell> old, ReadOnlySpan<Cell> row, int x, int end)
    {
        int stop = x + 1;
        for (int equal = 0; x < end && equal <= MaxRewritten; x++)
        {
            equal = old[x] == row[x] ? equal + 1 : 0;
            if (equal == 0) stop = x + 1;
        }
        return stop;
    }

    // Begins at a whole character, and ends behind one.
    int Write(int y, int x, int stop, ReadOnlySpan<Cell> row)
    {
        if (row[x].Grapheme.Width == 0 && x > 0) x--;
        MoveTo(x, y);
        while (x < stop) x += Write(x, y, row[x]);
        return x;
    }

    int Write(int x, int y, Cell cell)
    {
        SetStyle(cell.Style);
        Grapheme grapheme = cell.Grapheme;
        if (grapheme.Width == 0) grapheme = Grapheme.Blank;
        MoveTo(x, y);
        if (grapheme.Width == 2)
        {
            // A terminal that thinks it narrow leaves nothing old behind it.
            _bytes.Write("  "u8);
            _isPlaceKnown = false;
            MoveTo(x, y);
        }
        Span<byte> target = _bytes.GetSpan(Grapheme.MaxBytes);
        _bytes.Advance(grapheme.Write(target));
        _x += grapheme.Width;
        // Terminals disagree about the width of what is neither ASCII nor drawn by us: the next one is placed anew. So is what follows
        // the last column, where terminals stay.
        _isPlaceKnown = (grapheme.IsAscii || grapheme.IsSymbol) && _x < _shown!.Size.Width;
        return grapheme.Width;
    }

    void MoveTo(int x, int y)
    {
        if (_isPlaceKnown && _x == x && _y == y) return;
        bool isAhead = _isPlaceKnown && _y == y && x > _x;
        _bytes.Write("\u001b["u8);
        if (isAhead)
        {
            if (x - _x > 1) Number(x - _x);
            _bytes.Write("C"u8);
        }
        else
        {
            Number(y + 1);
            _bytes.Write(";"u8);
            Number(x + 1);
            _bytes.Write("H"u8);
        }
        (_x, _y, _isPlaceKnown) = (x, y, true);
    }

    void Number(int value)
    {
        Utf8Formatter.TryFormat(value, _bytes.GetSpan(11), out int length);
        _bytes.Advance(length);
    }

    void SetStyle(Style style)
    {
        if (style == _style) return;
        theme.Write(style, _bytes);
        _style = style;
    }
}
