using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Draws one row of a list.</summary>
delegate void RowDrawer(Canvas row, int index);

/// <summary>A list of any length with a cursor: only the rows that are seen are asked for.</summary>
sealed class ListView
{
    int _height = 1;
    int _top;
    int _left, _upper;

    /// <summary>Rows in all.</summary>
    public int Count { get; private set; }

    /// <summary>The row that the cursor is on; 0 in an empty list.</summary>
    public int Cursor { get; private set; }

    /// <summary>The first row that is seen.</summary>
    public int Top => _top;

    /// <summary>Rows that are seen at once.</summary>
    public int Height => _height;

    /// <summary>The cursor is on the last row, or there is none.</summary>
    public bool IsAtEnd => Cursor >= Count - 1;

    /// <summary>Rows below the last one that is seen.</summary>
    public int Below => Math.Max(0, Count - _top - _height);

    /// <summary>Says how many rows there are now. The cursor stays where it is, if there is such a row.</summary>
    public void SetCount(int count)
    {
        Count = count;
        MoveTo(Cursor);
    }

    /// <summary>Puts the cursor on a row, or the nearest that there is.</summary>
    public void MoveTo(int row)
    {
        Cursor = Math.Clamp(row, 0, Math.Max(0, Count - 1));
        Scroll();
    }

    /// <summary>Puts the cursor on a row that stays where it is on the screen, when rows before it come or go.</summary>
    public void Pin(int row)
    {
        _top = Math.Max(0, _top + row - Cursor);
        MoveTo(row);
    }

    /// <summary>Says where the list will be drawn: from then on it is known which rows are seen.</summary>
    public void Lay(Canvas canvas)
    {
        _height = Math.Max(1, canvas.Height);
        (_left, _upper) = (canvas.Left, canvas.Top);
        Scroll();
    }

    /// <summary>Draws the rows that are seen; the cursor's row stands out.</summary>
    public void Draw(Canvas canvas, RowDrawer draw, bool isFocused = true)
    {
        Lay(canvas);
        bool hasBar = Count > canvas.Height && canvas.Width > 10;
        Canvas rows = hasBar ? canvas.Part(0, 0, canvas.Width - 1, canvas.Height) : canvas;
        for (int y = 0; y < canvas.Height && _top + y < Count; y++)
        {
            Canvas row = rows.Row(y);
            draw(row, _top + y);
            if (_top + y == Cursor) row.Emphasize(isFocused ? Emphasis.Reverse : Emphasis.Underline);
        }
        if (hasBar) ScrollBar(canvas.Part(canvas.Width - 1, 0, 1, canvas.Height));
    }

    /// <summary>Where the cursor is on the screen, for those who are read to.</summary>
    public (int X, int Y) Place => (_left, _upper + Cursor - _top);

    void ScrollBar(Canvas bar)
    {
        bar.Fill(bar.Symbols.Vertical, Role.Dim);
        int size = Math.Max(1, (int)((long)bar.Height * bar.Height / Count));
        int most = Math.Max(1, Count - bar.Height);
        int at = (int)((long)(bar.Height - size) * Math.Min(_top, most) / most);
        bar.Rows(at, size).Fill(bar.Symbols.Thumb, Role.Normal);
    }

    void Scroll()
    {
        if (Cursor < _top) _top = Cursor;
        if (Cursor >= _top + _height) _top = Cursor - _height + 1;
        _top = Math.Clamp(_top, 0, Math.Max(0, Count - _height));
    }

    /// <summary>Moves if the input says so.</summary>
    public bool Handle(InputEvent input)
    {
        switch (input)
        {
            case MouseInput { Action: MouseAction.WheelUp }: MoveTo(Cursor - 3); return true;
            case MouseInput { Action: MouseAction.WheelDown }: MoveTo(Cursor + 3); return true;
            case MouseInput { Action: MouseAction.Press } click when IsRow(click.Y): MoveTo(_top + click.Y - _upper); return true;
            case KeyInput { Key: var key } when Target(key) is { } row: MoveTo(row); return true;
            default: return false;
        }
    }

    bool IsRow(int y) => y >= _upper && y < _upper + _height && _top + y - _upper < Count;

    int? Target(Key key)
    {
        if (key.Modifiers == KeyModifiers.Control) return key.Rune.Value switch
        {
            'u' => Cursor - _height / 2,
            'd' => Cursor + _height / 2,
            'b' => Cursor - _height,
            'f' => Cursor + _height,
            _ => null,
        };
        return key.Code switch
        {
            KeyCode.Up => Cursor - 1,
            KeyCode.Down => Cursor + 1,
            KeyCode.PageUp => Cursor - _height,
            KeyCode.PageDown => Cursor + _height,
            KeyCode.Home => 0,
            KeyCode.End => Count - 1,
            KeyCode.Character => key.Rune.Value switch
            {
                'k' => Cursor - 1,
                'j' => Cursor + 1,
                'g' => 0,
                'G' => Count - 1,
                _ => null,
            },
            _ => null,
        };
    }
}
