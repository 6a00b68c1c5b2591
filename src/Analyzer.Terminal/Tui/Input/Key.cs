using System.Globalization;
using System.Text;

namespace Analyzer.Terminal.Tui.Input;

/// <summary>Which key.</summary>
enum KeyCode
{
    /// <summary>One that makes a character.</summary>
    Character,
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
}

/// <summary>Keys held down with another. The values are those of the terminals' own encoding.</summary>
[Flags]
enum KeyModifiers : byte
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Control = 4,
}

/// <summary>A key that was pressed. A character with Control is its lower-case letter.</summary>
/// <param name="Code">Which.</param>
/// <param name="Rune">The character; U+0000 for other keys.</param>
/// <param name="Modifiers">What was held down with it.</param>
readonly record struct Key(KeyCode Code, Rune Rune, KeyModifiers Modifiers)
{
    static readonly (string Name, KeyCode Code)[] s_names =
    [
        ("Enter", KeyCode.Enter), ("Tab", KeyCode.Tab), ("Backspace", KeyCode.Backspace), ("Esc", KeyCode.Escape), ("Up", KeyCode.Up),
        ("Down", KeyCode.Down), ("Left", KeyCode.Left), ("Right", KeyCode.Right), ("Home", KeyCode.Home), ("End", KeyCode.End),
        ("PgUp", KeyCode.PageUp), ("PgDn", KeyCode.PageDown), ("Ins", KeyCode.Insert), ("Del", KeyCode.Delete),
    ];

    /// <summary>A key that makes no character.</summary>
    public static Key Of(KeyCode code, KeyModifiers modifiers = KeyModifiers.None) => new(code, default, modifiers);

    /// <summary>A key that makes this character.</summary>
    public static Key Of(char character, KeyModifiers modifiers = KeyModifiers.None) => new(KeyCode.Character, new Rune(character), modifiers);

    /// <summary>Reads a key as it is written in help texts: <c>q</c>, <c>F2</c>, <c>PgDn</c>, <c>Ctrl-L</c>, <c>Space</c>.</summary>
    public static Key Parse(string text)
    {
        if (text.StartsWith("Ctrl-", StringComparison.Ordinal)) return Parse(text[5..].ToLowerInvariant()) with { Modifiers = KeyModifiers.Control };
        if (text.StartsWith("Shift-", StringComparison.Ordinal)) return Parse(text[6..]) with { Modifiers = KeyModifiers.Shift };
        if (text == "Space") return Of(' ');
        if (text.Length == 1) return Of(text[0]);
        if (text[0] == 'F' && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return Of(KeyCode.F1 + (number - 1));
        foreach ((string name, KeyCode code) in s_names)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return Of(code);
        }
        throw new ArgumentException($"'{text}' is no key", nameof(text));
    }

    /// <summary>Whether it writes a character into a field.</summary>
    public bool IsText => Code == KeyCode.Character && (Modifiers & (KeyModifiers.Control | KeyModifiers.Alt)) == 0;
}
