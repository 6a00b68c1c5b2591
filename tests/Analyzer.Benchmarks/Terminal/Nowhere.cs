using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Tty;

namespace Analyzer.Benchmarks.Terminal;

/// <summary>A terminal that nobody looks at.</summary>
sealed class Nowhere : ITerminal
{
    public Size Size => new(120, 40);

    public bool HasMouse { get; set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
    }

    public void Suspend()
    {
    }
}
