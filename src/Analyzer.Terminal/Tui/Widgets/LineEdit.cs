using System.Text;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>A line of text that the user writes, with the usual keys and a history.</summary>
sealed class LineEdit(IReadOnlyList<string>? history = null)
{
    /// <summary>The most characters: nobody writes as many.</summary>
    public const int MaxLength = 4096;

    readonly StringBuilder _text = new();
    int _cursor, _first;
    int _past = history?.Count ?? 0;
    string _draft = "";

    public string Text
    {
        get => _text.ToString();
        set
        {
            _text.Clear().Append(value.AsSpan(0, Math.Min(value.Length, MaxLength)));
            _cursor = _text.Length;
        }
    }

    /// <summary>How many characters stand before the cursor.</summary>
    public int Cursor => _cursor;

    /// <summary>Puts text in the place of what stands before the cursor from <paramref name="start"/> on.</summary>
    public void Replace(int start, string text)
    {
        _text.Remove(start, _cursor - start);
        _cursor = start;
        Insert(text);
    }

    /// <summary>Draws the field, and returns where the cursor is on the screen.</summary>
    public (int X, int Y) Draw(Canvas canvas, Func<int, Emphasis>? emphasis = null)
    {
        canvas.Fill(' ', Role.Normal);
        int room = Math.Max(1, canvas.Width - 1);
        if (_cursor < _first) _first = _cursor;
        while (canvas.Measure(Text.AsSpan(_first, _cursor - _first)) > room) _first++;
        int x = 0, at = _first;
        foreach (Rune rune in Text[_first..].EnumerateRunes())
        {
            if (x >= canvas.Width) break;
            x += canvas.Text(x, 0, rune.ToString(), new Style(Role.Normal, emphasis?.Invoke(at) ?? Emphasis.None));
            at += rune.Utf16SequenceLength;
        }
        return (canvas.Left + canvas.Measure(Text.AsSpan(_first, _cursor - _first)), canvas.Top);
    }

    /// <summary>Edits if the input says so.</summary>
    public bool Handle(InputEvent input)
    {
        if (input is PasteInput paste)
        {
            // One line is one line.
            Insert(paste.Text.ReplaceLineEndings(" "));
            return true;
        }
        if (input is not KeyInput { Key: var key }) return false;
        if (key.IsText) Insert(key.Rune.ToString());
        else if (key.Modifiers == KeyModifiers.Control && key.Code == KeyCode.Character) return Control((char)key.Rune.Value);
        else return Move(key.Code);
        return true;
    }

    void Insert(string text)
    {
        if (_text.Length + text.Length > MaxLength) return;
        _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    bool Move(KeyCode code)
    {
        switch (code)
        {
            case KeyCode.Left: _cursor = Before(); break;
            case KeyCode.Right: _cursor = Behind(); break;
            case KeyCode.Home: _cursor = 0; break;
            case KeyCode.End: _cursor = _text.Length; break;
            case KeyCode.Backspace: Remove(Before(), _cursor); break;
            case KeyCode.Delete: Remove(_cursor, Behind()); break;
            case KeyCode.Up: return Recall(-1);
            case KeyCode.Down: return Recall(1);
            default: return false;
        }
        return true;
    }

    bool Control(char letter)
    {
        switch (letter)
        {
            case 'a': _cursor = 0; break;
            case 'e': _cursor = _text.Length; break;
            case 'u': Remove(0, _cursor); break;
            case 'k': Remove(_cursor, _text.Length); break;
            case 'w': Remove(StartOfWord(), _cursor); break;
            default: return false;
        }
        return true;
    }

    void Remove(int from, int to)
    {
        _text.Remove(from, to - from);
        _cursor = from;
    }

    int Before() => _cursor == 0 ? 0 : _cursor - (_cursor > 1 && char.IsLowSurrogate(_text[_cursor - 1]) ? 2 : 1);

    int Behind() => _cursor == _text.Length ? _cursor : _cursor + (char.IsHighSurrogate(_text[_cursor]) && _cursor + 1 < _text.Length ? 2 : 1);

    int StartOfWord()
    {
        int at = _cursor;
        while (at > 0 && _text[at - 1] == ' ') at--;
        while (at > 0 && _text[at - 1] != ' ') at--;
        return at;
    }

    bool Recall(int step)
    {
        if (history is null || _past + step < 0 || _past + step > history.Count) return true;
        if (_past == history.Count) _draft = Text;
        _past += step;
        Text = _past == history.Count ? _draft : history[_past];
        return true;
    }
}
