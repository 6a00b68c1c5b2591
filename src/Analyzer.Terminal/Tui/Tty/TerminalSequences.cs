namespace Analyzer.Terminal.Tui.Tty;

/// <summary>What is sent when the screens take a terminal and when they give it back.</summary>
static class TerminalSequences
{
    /// <summary>
    /// Alternate screen; no cursor; no automatic line ends, so that a disagreement about widths stays in its row; pasted text marked;
    /// cursor keys in their usual mode, whatever the runtime's console did.
    /// </summary>
    public static ReadOnlySpan<byte> Enter => "\u001b[?1049h\u001b[?1l\u001b>\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[0m\u001b[2J"u8;

    /// <summary>The reverse of all that may have been switched on.</summary>
    public static ReadOnlySpan<byte> Leave => "\u001b[0m\u001b[?2026l\u001b[?2004l\u001b[?1006l\u001b[?1002l\u001b[?7h\u001b[?25h\u001b[?1049l"u8;

    /// <summary>Buttons, wheel and drags. Not mere movement: that would wake an idle program.</summary>
    public static ReadOnlySpan<byte> MouseOn => "\u001b[?1002h\u001b[?1006h"u8;

    /// <summary>The terminal has the mouse again, to select text with.</summary>
    public static ReadOnlySpan<byte> MouseOff => "\u001b[?1006l\u001b[?1002l"u8;
}
