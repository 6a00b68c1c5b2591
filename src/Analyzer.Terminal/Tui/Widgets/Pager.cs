using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Shows text of any length: wrapped or not, scrolled, searched.</summary>
sealed class Pager
{
    IReadOnlyList<TextLine> _lines = [];
    List<(TextLine Row, int Line)> _rows = [];
    int _width = -1, _height = 1;
    bool _isAscii, _pending, _goesToEnd;

    /// <summary>The text. A new one begins at its top.</summary>
    public IReadOnlyList<TextLine> Lines
    {
        get => _lines;
        set
        {
            if (ReferenceEquals(_lines, value)) return;
            (_lines, Top, Column, _width) = (value, 0, 0, -1);
        }
    }

    /// <summary>The first row that is seen.</summary>
    public int Top { get; private set; }

    /// <summary>The first column that is seen, when lines are not broken.</summary>
    public int Column { get; private set; }

    /// <summary>Lines are broken to the width.</summary>
    public bool Wraps
    {
        get;
        set => (field, Column, _width) = (value, 0, -1);
    } = true;

    /// <summary>A bar at the right edge shows what part is seen.</summary>
    public bool HasBar { get; init; } = true;

    /// <summary>What was searched for; empty: nothing.</summary>
    public string Sought { get; private set; } = "";

    /// <summary>Rows in all, once drawn.</summary>
    public int Rows => _rows.Count;

    /// <summary>Whether the last row is seen.</summary>
    public bool IsAtEnd => Top + _height >= _rows.Count;

    public void Draw(Canvas canvas)
    {
        bool hasBar = HasBar && canvas.Width > 10;
        Canvas text = hasBar ? canvas.Part(0, 0, canvas.Width - 1, canvas.Height) : canvas;
        Lay(text.Width, canvas.Symbols.IsAscii);
        _height = Math.Max(1, canvas.Height);
        if (_pending) Find(Sought, isForward: true, isNext: false);
        if (_goesToEnd) Top = int.MaxValue;
        _pending = _goesToEnd = false;
        Top = Math.Clamp(Top, 0, Math.Max(0, _rows.Count - _height));
        for (int y = 0; y < canvas.Height && Top + y < _rows.Count; y++) DrawRow(text.Row(y), _rows[Top + y].Row);
        if (hasBar && _rows.Count > canvas.Height) Bar(canvas.Part(canvas.Width - 1, 0, 1, canvas.Height));
    }

    void DrawRow(Canvas canvas, TextLine row)
    {
        int x = -Column;
        for (int i = 0; i < row.Spans.Count; i++)
        {
            TextSpan span = row.Spans[i];
            ReadOnlySpan<char> text = span.Text;
            if (x < 0)
            {
                int hidden = Math.Min(text.Length, -x);
                text = text[hidden..];
                x += hidden;
            }
            if (x >= 0) x += canvas.Text(x, 0, text, span.Role);
        }
        Highlight(canvas, row);
    }

    void Highlight(Canvas canvas, TextLine row)
    {
        if (Sought.Length == 0 || Column > 0) return;
        string text = row.ToString();
        for (int at = 0; (at = text.IndexOf(Sought, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += Sought.Length)
            canvas.Part(canvas.Measure(text.AsSpan(0, at)), 0, canvas.Measure(Sought), 1).Emphasize(Emphasis.Reverse);
    }

    void Bar(Canvas bar)
    {
        bar.Fill(bar.Symbols.Vertical, Role.Dim);
        int size = Math.Max(1, (int)((long)bar.Height * bar.Height / _rows.Count));
        int most = Math.Max(1, _rows.Count - bar.Height);
        bar.Rows((int)((long)(bar.Height - size) * Top / most), size).Fill(bar.Symbols.Thumb, Role.Normal);
    }

    void Lay(int width, bool isAscii)
    {
        if (width == _width && isAscii == _isAscii) return;
        int line = Top < _rows.Count ? _rows[Top].Line : 0;
        bool isNew = _width < 0 && Top == 0;
        (_width, _isAscii) = (width, isAscii);
        _rows = Wraps ? TextLayout.Wrap(_lines, width, isAscii) : [.. _lines.Select((text, index) => (text, index))];
        // The same text stays at the top when the width changes.
        if (!isNew) Top = Math.Max(0, _rows.FindIndex(row => row.Line >= line));
    }

    /// <summary>Goes to the next row that holds a text, or the one before; false: there is none.</summary>
    public bool Find(string text, bool isForward, bool isNext)
    {
        Sought = text;
        if (text.Length == 0) return false;
        int step = isForward ? 1 : -1;
        for (int i = isNext ? 1 : 0; i <= _rows.Count; i++)
        {
            int row = (Top + i * step + 2 * _rows.Count) % Math.Max(1, _rows.Count);
            if (row >= _rows.Count || !_rows[row].Row.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)) continue;
            Top = row;
            return true;
        }
        return false;
    }

    /// <summary>Whether a row behind the first one that is seen, or before it, holds a text.</summary>
    public bool HasBeyond(string text, bool isForward)
    {
        for (int row = Top + (isForward ? 1 : -1); row >= 0 && row < _rows.Count; row += isForward ? 1 : -1)
        {
            if (_rows[row].Row.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>Goes to the first row that holds a text when it is drawn next: the rows of new lines are not known before.</summary>
    public void FindOnDraw(string text) => (_pending, Sought) = (true, text);

    /// <summary>The row that the input wants to see first, be there one or not; null: it does not scroll.</summary>
    public int? Wanted(InputEvent input) => input switch
    {
        MouseInput { Action: MouseAction.WheelUp } => Top - 3,
        MouseInput { Action: MouseAction.WheelDown } => Top + 3,
        KeyInput { Key: var key } => Target(key),
        _ => null,
    };

    /// <summary>Goes to the end.</summary>
    public void GoToEnd() => _goesToEnd = true;

    /// <summary>Scrolls if the input says so.</summary>
    public bool Handle(InputEvent input)
    {
        if (Wanted(input) is { } row)
        {
            Top = Math.Clamp(row, 0, Math.Max(0, _rows.Count - _height));
            return true;
        }
        if (Wraps || input is not KeyInput { Key.Code: KeyCode.Left or KeyCode.Right } sideways) return false;
        Column = Math.Max(0, Column + (sideways.Key.Code == KeyCode.Left ? -8 : 8));
        return true;
    }

    int? Target(Key key) => key switch
    {
        { Modifiers: KeyModifiers.Control } => key.Rune.Value switch
        {
            'u' => Top - _height / 2,
            'd' => Top + _height / 2,
            'b' => Top - _height,
            'f' => Top + _height,
            _ => null,
        },
        { Code: KeyCode.Up } => Top - 1,
        { Code: KeyCode.Down } => Top + 1,
        { Code: KeyCode.PageUp } => Top - _height,
        { Code: KeyCode.PageDown } => Top + _height,
        { Code: KeyCode.Home } => 0,
        { Code: KeyCode.End } => _rows.Count,
        { Code: KeyCode.Character } => key.Rune.Value switch
        {
            'k' => Top - 1,
            'j' => Top + 1,
            ' ' => Top + _height,
            'g' => 0,
            'G' => _rows.Count,
            _ => null,
        },
        _ => null,
    };
}
