using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The command line: every command of the program by its name, with completion and its help while it is typed.</summary>
sealed class CommandPrompt : Screen
{
    const int MaxShown = 8;

    static readonly List<string> s_history = [];

    readonly LineEdit _edit = new(s_history);
    readonly IReadOnlyList<Command> _commands;

    public CommandPrompt(TuiApp app)
        : base(app) => _commands = [.. app.TopView.Commands, .. app.Commands];

    public override string Title => "Command";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("run", "Enter", "does it", Run) { Label = "Run" },
        new("complete", "Tab", "completes the name", Complete) { Label = "Complete" },
        new("cancel", "Esc Ctrl-C", "goes back", () => App.Back()) { Label = "Cancel" },
    ];

    public override bool Handle(InputEvent input) => _edit.Handle(input);

    string Name => _edit.Text.Split(' ', 2)[0];

    IEnumerable<Command> Matching => _commands.Where(command => command.Name.StartsWith(Name, StringComparison.OrdinalIgnoreCase));

    void Complete()
    {
        if (Matching.FirstOrDefault() is { } first && !_edit.Text.Contains(' ', StringComparison.Ordinal)) _edit.Text = first.Name + (first.Argument is null ? "" : " ");
    }

    void Run()
    {
        App.Back();
        string name = Name;
        if (name.Length == 0) return;
        s_history.Add(_edit.Text);
        Command? command = _commands.FirstOrDefault(known => known.Name == name) ?? (Matching.Take(2).ToArray() is [{ } only] ? only : null);
        if (command is null) App.Say($"There is no command '{name}'{Suggestion.For(name, _commands.Select(known => known.Name))}.", Role.Error);
        else command.Run(_edit.Text.Length > Name.Length ? _edit.Text[(name.Length + 1)..].Trim() : "");
    }

    public override void Draw(Canvas canvas)
    {
        Canvas row = canvas.Row(canvas.Height - 2);
        row.Fill(' ', Role.Normal);
        row.Text(0, 0, ":", Role.Key);
        Cursor = _edit.Draw(row.Part(1, 0, row.Width - 1, 1));
        Command[] shown = [.. Matching.Take(MaxShown)];
        if (shown.Length == 0) return;
        Canvas box = canvas.Part(0, canvas.Height - 4 - shown.Length, Math.Min(canvas.Width, 76), shown.Length + 2).Frame("commands");
        for (int i = 0; i < shown.Length; i++)
        {
            string argument = shown[i].Argument is { } text ? " " + text : "";
            box.Text(0, i, shown[i].Name + argument, Role.Key, 20);
            box.Text(21, i, shown[i].Help, Role.Normal);
        }
    }
}
