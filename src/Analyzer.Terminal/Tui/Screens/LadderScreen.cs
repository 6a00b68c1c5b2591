using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A session as a ladder: arrows between client and server, down the time.</summary>
sealed class LadderScreen(TuiApp app, SessionRecord session) : Screen(app)
{
    const int TimeWidth = 10;

    readonly LadderModel _model = new(session, app.Index, app.Settings);
    readonly ListView _list = new();

    public override string Title => "Ladder";

    public override (int X, int Y)? Focus => _list.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("dialogue", "v Enter", "shows the dialogue again", () => App.Back()) { Label = "Dialogue" },
    ];

    public override void Draw(Canvas canvas)
    {
        _list.SetCount(_model.Steps.Count);
        string client = session.ClientName ?? $"{session.Client.Address}", server = session.ServerName ?? $"{session.Server.Address}";
        canvas.Text(TimeWidth + 1, 0, client, Role.Client, canvas.Width / 2 - TimeWidth);
        canvas.Row(0).Right(0, server + "  ", Role.Server);
        _list.Draw(canvas.Rows(1, canvas.Height - 1), Step);
    }

    void Step(Canvas row, int index)
    {
        LadderStep step = _model.Steps[index];
        row.Text(TimeWidth - 1 - step.Time.Length, 0, step.Time, Role.Dim);
        int left = TimeWidth + 1, right = row.Width - 3;
        row.Part(left, 0, 1, 1).Fill(row.Symbols.Vertical, Role.Dim);
        row.Part(right, 0, 1, 1).Fill(row.Symbols.Vertical, Role.Dim);
        Canvas between = row.Part(left + 1, 0, right - left - 1, 1);
        between.Fill(row.Symbols.Horizontal, Role.Dim);
        if (step.IsFromClient) between.Part(between.Width - 1, 0, 1, 1).Fill('>', step.Role);
        else between.Part(0, 0, 1, 1).Fill('<', step.Role);
        string pause = step.Pause.Length > 0 ? $" ({step.Pause} pause)" : "";
        between.Text(3, 0, $" {step.Text}{pause} ", step.Role, between.Width - 6);
    }

    public override bool Handle(InputEvent input) => _list.Handle(input);
}
