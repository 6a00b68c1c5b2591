using Analyzer.Terminal.Tui.Drawing;

namespace Analyzer.Terminal.Tui.Tty;

/// <summary>The terminal that the screens are on. The seam behind which tests put an emulator.</summary>
interface ITerminal
{
    /// <summary>Columns and rows now.</summary>
    Size Size { get; }

    /// <summary>Whether the mouse's buttons and wheel are told to us.</summary>
    bool HasMouse { get; set; }

    /// <summary>Sends bytes. What cannot be sent is dropped: nobody is there to see it.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Gives the terminal back, stops the process as the user's shell expects, and takes the terminal again when it goes on.</summary>
    void Suspend();
}
