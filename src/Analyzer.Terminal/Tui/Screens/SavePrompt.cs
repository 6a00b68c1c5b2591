using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Asks where to save something, and saves it on the worker.</summary>
/// <param name="app">The program.</param>
/// <param name="name">A safe name for it.</param>
/// <param name="save">Saves to a path; says how it went.</param>
sealed class SavePrompt(TuiApp app, string name, Func<string, (bool IsSaved, string Text)> save) : Screen(app)
{
    readonly LineEdit _edit = new() { Text = "./" + name };

    public override string Title => "Save";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("save", "Enter", "saves; what is there already is never written over", Save) { Label = "Save" },
        new("cancel", "Esc Ctrl-C", "goes back", () => App.Back()) { Label = "Cancel" },
    ];

    public override bool Handle(InputEvent input) => _edit.Handle(input);

    void Save()
    {
        string path = _edit.Text;
        App.Back();
        App.Say("Saving ...");
        App.Worker.Do(_ =>
        {
            (bool isSaved, string text) = save(path);
            return () => App.Say(text, isSaved ? Role.Ok : Role.Error);
        });
    }

    public override void Draw(Canvas canvas)
    {
        Canvas row = canvas.Row(canvas.Height - 2);
        row.Fill(' ', Role.Normal);
        int x = row.Text(1, 0, "Save as: ", Role.Key);
        Cursor = _edit.Draw(row.Part(x + 1, 0, row.Width - x - 1, 1));
    }
}
