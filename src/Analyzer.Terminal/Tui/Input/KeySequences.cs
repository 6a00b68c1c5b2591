namespace Analyzer.Terminal.Tui.Input;

/// <summary>Which key sends which control sequence (xterm, VT220, rxvt, PuTTY and the Linux console together).</summary>
static class KeySequences
{
    /// <summary>By the final letter of CSI or SS3.</summary>
    public static KeyCode? OfLetter(char final) => final switch
    {
        'A' => KeyCode.Up,
        'B' => KeyCode.Down,
        'C' => KeyCode.Right,
        'D' => KeyCode.Left,
        'F' => KeyCode.End,
        'H' => KeyCode.Home,
        'M' => KeyCode.Enter,
        'P' => KeyCode.F1,
        'Q' => KeyCode.F2,
        'R' => KeyCode.F3,
        'S' => KeyCode.F4,
        'Z' => KeyCode.Tab,
        _ => null,
    };

    /// <summary>By the number before a tilde.</summary>
    public static KeyCode? OfNumber(int number) => number switch
    {
        1 or 7 => KeyCode.Home,
        2 => KeyCode.Insert,
        3 => KeyCode.Delete,
        4 or 8 => KeyCode.End,
        5 => KeyCode.PageUp,
        6 => KeyCode.PageDown,
        >= 11 and <= 15 => KeyCode.F1 + (number - 11),
        >= 17 and <= 21 => KeyCode.F6 + (number - 17),
        23 or 24 => KeyCode.F11 + (number - 23),
        _ => null,
    };
}
