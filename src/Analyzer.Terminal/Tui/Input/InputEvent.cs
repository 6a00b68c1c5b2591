namespace Analyzer.Terminal.Tui.Input;

/// <summary>Something that the user did at the terminal.</summary>
abstract record InputEvent;

/// <summary>A key was pressed.</summary>
sealed record KeyInput(Key Key) : InputEvent;

/// <summary>What the mouse did.</summary>
enum MouseAction
{
    Press,
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

/// <summary>The mouse was used. Columns and rows count from 0.</summary>
sealed record MouseInput(MouseAction Action, int X, int Y) : InputEvent;

/// <summary>Text was pasted: it is text, whatever is in it.</summary>
sealed record PasteInput(string Text) : InputEvent;
