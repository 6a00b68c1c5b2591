namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>Columns and rows.</summary>
readonly record struct Size(int Width, int Height);
