using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Chooses which columns of a list are shown, if there is room.</summary>
/// <param name="app">The program.</param>
/// <param name="names">Of all columns.</param>
/// <param name="hidden">The places of those that are not wanted; changed here.</param>
sealed class ColumnsDialog(TuiApp app, IReadOnlyList<string> names, ISet<int> hidden) : Screen(app)
{
    readonly CheckField[] _fields = [.. names.Select((name, i) => new CheckField("", name, !hidden.Contains(i)))];

    Form Fields => field ??= new Form(_fields);

    public override string Title => "Columns";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("done", "Enter Esc q c F7 Ctrl-C", "goes back", () => App.Back()) { Label = "Done" },
        new("toggle", "Space", "shows or hides the column", () => { }) { Label = "Show/hide" },
    ];

    public override bool Handle(InputEvent input)
    {
        bool isHandled = Fields.Handle(input);
        hidden.Clear();
        for (int i = 0; i < _fields.Length; i++)
        {
            if (!_fields[i].IsOn) hidden.Add(i);
        }
        return isHandled;
    }

    public override void Draw(Canvas canvas)
    {
        int width = Math.Min(34, canvas.Width), height = Math.Min(canvas.Height - 2, names.Count + 2);
        Fields.Draw(canvas.Part(canvas.Width - width, 2, width, height).Frame("Columns, widest windows show all"));
    }
}
