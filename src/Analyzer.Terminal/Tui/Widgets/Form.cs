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
        int x = 0;
        for (int i = 0; i < choices.Count; i++)
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
        for (int i = 0; i < fields.Count; i++)
        {
            canvas.Text(0, i, fields[i].Label, Role.Dim, LabelWidth);
            cursor = fields[i].Draw(canvas.Part(LabelWidth, i, canvas.Width - LabelWidth, 1), i == _focus) ?? cursor;
        }
        return cursor;
    }

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
