using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>How a text stands out, apart from its role.</summary>
[Flags]
enum Emphasis : byte
{
    None = 0,
    Bold = 1,
    Underline = 2,

    /// <summary>The row or field that the cursor is on: foreground and background change places.</summary>
    Reverse = 4,
}

/// <summary>How a cell looks: a role that the theme gives a colour, and an emphasis.</summary>
readonly record struct Style(Role Role, Emphasis Emphasis = Emphasis.None)
{
    public static implicit operator Style(Role role) => new(role);
}
