namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>The signs that screens draw with, for terminals with and without Unicode.</summary>
sealed record Symbols
{
    /// <summary>For UTF-8 terminals.</summary>
    public static readonly Symbols Unicode = new();

    /// <summary>For all others.</summary>
    public static readonly Symbols Ascii = new()
    {
        IsAscii = true,
        Horizontal = '-',
        Vertical = '|',
        TopLeft = '+',
        TopRight = '+',
        BottomLeft = '+',
        BottomRight = '+',
        Branch = "+-",
        LastBranch = "+-",
        Trunk = "| ",
        Ellipsis = "...",
        Up = '^',
        Down = 'v',
        Bars = " .::##",
        Full = '#',
        Thumb = '#',
    };

    /// <summary>Only ASCII may be drawn.</summary>
    public bool IsAscii { get; private init; }

    public char Horizontal { get; private init; } = '─';
    public char Vertical { get; private init; } = '│';
    public char TopLeft { get; private init; } = '┌';
    public char TopRight { get; private init; } = '┐';
    public char BottomLeft { get; private init; } = '└';
    public char BottomRight { get; private init; } = '┘';
    public string Branch { get; private init; } = "├─";
    public string LastBranch { get; private init; } = "└─";
    public string Trunk { get; private init; } = "│ ";
    public string Ellipsis { get; private init; } = "…";
    public char Up { get; private init; } = '▲';
    public char Down { get; private init; } = '▼';

    /// <summary>Ever fuller blocks, from empty to full.</summary>
    public string Bars { get; private init; } = " ▁▂▃▄▅▆▇█";
    public char Full { get; private init; } = '█';

    /// <summary>Where the visible part lies in a scroll bar.</summary>
    public char Thumb { get; private init; } = '█';
}
