using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Asks for a line of text at the foot of the screen.</summary>
/// <param name="app">The program.</param>
/// <param name="label">What is asked for.</param>
/// <param name="take">Gets the text.</param>
/// <param name="text">What stands there at first.</param>
sealed class TextPrompt(TuiApp app, string label, Action<string> take, string text) : Screen(app)
{
    readonly LineEdit _edit = new() { Text = text };

    public override string Title => label;

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("accept", "Enter", "takes what was written", Accept) { Label = "OK" },
        new("cancel", "Esc Ctrl-C", "goes back", () => App.Back()) { Label = "Cancel" },
    ];

    public override bool Handle(InputEvent input) => _edit.Handle(input);

    void Accept()
    {
        App.Back();
        if (_edit.Text.Length > 0) take(_edit.Text);
    }

    public override void Draw(Canvas canvas)
    {
        Canvas row = canvas.Row(canvas.Height - 2);
        row.Fill(' ', Role.Normal);
        int x = row.Text(1, 0, $"{label}: ", Role.Key);
        Cursor = _edit.Draw(row.Part(x + 1, 0, row.Width - x - 1, 1));
    }
}
