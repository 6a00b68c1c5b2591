using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Asks whether to do something.</summary>
/// <param name="app">The program.</param>
/// <param name="question">What is asked.</param>
/// <param name="consequence">What follows from a yes.</param>
/// <param name="act">Does it.</param>
sealed class ConfirmDialog(TuiApp app, string question, string consequence, Action act) : Screen(app)
{
    public override string Title => question;

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("yes", "y Enter", "does it", Accept) { Label = "Yes" },
        new("no", "n Esc q Ctrl-C", "goes back", () => App.Back()) { Label = "No" },
    ];

    void Accept()
    {
        App.Back();
        act();
    }

    public override void Draw(Canvas canvas)
    {
        int width = Math.Min(canvas.Width - 2, Math.Max(question.Length, consequence.Length) + 6);
        Canvas frame = canvas.Part((canvas.Width - width) / 2, Math.Max(0, canvas.Height / 2 - 3), width, 6);
        Canvas inside = frame.Frame(question);
        inside.Text(0, 1, consequence, Role.Normal);
        inside.Line(0, 3, new TextLine(new("y", Role.Key), new(" yes    "), new("n", Role.Key), new(" no")));
    }
}
