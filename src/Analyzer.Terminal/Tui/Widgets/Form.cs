using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>A field of a form.</summary>
abstract class FormField(string label)
{
    /// <summary>What it is about.</summary>
    public string Label => label;

    /// <summary>Draws its value; returns where the cursor is, if it has one.</summary>
    public abstract (int X, int Y)? Draw(Canvas row, bool isFocused);

    /// <summary>Changes its value if the input says so.</summary>
    public abstract bool Handle(InputEvent input);
}

/// <summary>One of several.</summary>
sealed class ChoiceField(string label, IReadOnlyList<string> choices, int chosen) : FormField(label)
{
    public int Chosen { get; private set; } = chosen;

    public override (int X, int Y)? Draw(Canvas row, bool isFocused)
    {
        int first = 0, x = 0;
        while (first < Chosen && choices.Skip(first).Take(Chosen - first + 1).Sum(choice => choice.Length + 6) - 2 > row.Width) first++;
        for (int i = first; i < choices.Count; i++)
        {
            Style style = isFocused && i == Chosen ? new Style(Role.Normal, Emphasis.Reverse) : Role.Normal;
            x += row.Text(x, 0, $"({(i == Chosen ? '*' : ' ')}) {choices[i]}", style) + 2;
        }
        return null;
    }

    public override bool Handle(InputEvent input)
    {
        if (input is not KeyInput { Key: var key }) return false;
        int step = key.Code == KeyCode.Left ? -1 : key.Code == KeyCode.Right || key == Key.Of(' ') ? 1 : 0;
        Chosen = (Chosen + step + choices.Count) % choices.Count;
        return step != 0;
    }
}

/// <summary>Yes or no.</summary>
sealed class CheckField(string label, string text, bool isOn) : FormField(label)
{
    public bool IsOn { get; private set; } = isOn;

    public override (int X, int Y)? Draw(Canvas row, bool isFocused)
    {
        row.Text(0, 0, $"[{(IsOn ? 'x' : ' ')}] {text}", isFocused ? new Style(Role.Normal, Emphasis.Reverse) : Role.Normal);
        return null;
    }

    public override bool Handle(InputEvent input)
    {
        if (input is not KeyInput { Key: var key } || key != Key.Of(' ')) return false;
        IsOn = !IsOn;
        return true;
    }
}

/// <summary>Several yes or no beside each other: the arrows go from one to the next.</summary>
sealed class CheckRow(string label, params IReadOnlyList<(string Text, bool IsOn)> checks) : FormField(label)
{
    readonly bool[] _areOn = [.. checks.Select(check => check.IsOn)];
    int _current;

    public bool this[int index] => _areOn[index];

    public override (int X, int Y)? Draw(Canvas row, bool isFocused)
    {
        // Where there is no room for all, those before the current one give way.
        int first = 0;
        while (isFocused && first < _current && checks.Skip(first).Take(_current - first + 1).Sum(check => check.Text.Length + 6) - 2 > row.Width) first++;
        int x = 0;
        for (int i = first; i < checks.Count; i++)
        {
            Style style = isFocused && i == _current ? new Style(Role.Normal, Emphasis.Reverse) : Role.Normal;
            x += row.Text(x, 0, $"[{(_areOn[i] ? 'x' : ' ')}] {checks[i].Text}", style) + 2;
        }
        return null;
    }

    public override bool Handle(InputEvent input)
    {
        if (input is not KeyInput { Key: var key }) return false;
        if (key == Key.Of(' ')) _areOn[_current] = !_areOn[_current];
        else if (key.Code == KeyCode.Left && _current > 0) _current--;
        else if (key.Code == KeyCode.Right && _current < checks.Count - 1) _current++;
        else return false;
        return true;
    }
}

/// <summary>A line of text.</summary>
sealed class TextField(string label, string text) : FormField(label)
{
    readonly LineEdit _edit = new() { Text = text };

    public string Text => _edit.Text;

    public override (int X, int Y)? Draw(Canvas row, bool isFocused)
    {
        (int X, int Y) cursor = _edit.Draw(row);
        if (isFocused) row.Emphasize(Emphasis.Underline);
        return isFocused ? cursor : null;
    }

    public override bool Handle(InputEvent input) => input is not KeyInput { Key.Code: KeyCode.Up or KeyCode.Down } && _edit.Handle(input);
}

/// <summary>Fields below each other; the arrows and Tab go from one to the next.</summary>
sealed class Form(params IReadOnlyList<FormField> fields)
{
    const int LabelWidth = 9;

    int _focus;

    /// <summary>Draws the fields; returns where the cursor is, if one of them has it.</summary>
    public (int X, int Y)? Draw(Canvas canvas)
    {
        (int X, int Y)? cursor = null;
        // In a low window, the field that is changed is seen.
        int first = Math.Clamp(_focus - canvas.Height + 1, 0, Math.Max(0, fields.Count - canvas.Height));
        for (int i = first; i < fields.Count; i++)
        {
            canvas.Text(0, i - first, fields[i].Label, Role.Dim, LabelWidth);
            cursor = fields[i].Draw(canvas.Part(LabelWidth, i - first, canvas.Width - LabelWidth, 1), i == _focus) ?? cursor;
        }
        return cursor;
    }

    /// <summary>How many fields there are.</summary>
    public int Count => fields.Count;

    /// <summary>Moves the focus or changes the field that has it.</summary>
    public bool Handle(InputEvent input)
    {
        if (fields[_focus].Handle(input)) return true;
        if (input is not KeyInput { Key: var key }) return false;
        int step = key switch
        {
            { Code: KeyCode.Down } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.None } => 1,
            { Code: KeyCode.Up } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.Shift } => -1,
            _ => 0,
        };
        _focus = (_focus + step + fields.Count) % fields.Count;
        return step != 0;
    }
}
