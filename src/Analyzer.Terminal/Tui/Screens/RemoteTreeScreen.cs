using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The directories of an FTP server as the capture tells them: transferred files stand out, others were only listed.</summary>
sealed class RemoteTreeScreen : Screen
{
    readonly RemoteTreeModel? _model;
    readonly ListView _list = new();
    readonly string _server;

    public RemoteTreeScreen(TuiApp app, TransferRecord transfer)
        : base(app)
    {
        SessionRecord? session = app.Index.Session(transfer.Session);
        _server = session?.ServerName ?? $"{session?.Server.Address}";
        if (session is null) return;
        _model = new RemoteTreeModel(app.Index, session.Server);
        Refresh();
        int at = _model.Rows.ToList().FindIndex(row => row.Transfer is { } last && (last.Id == transfer.Id || last.Path == transfer.Path));
        if (at >= 0) _list.MoveTo(at);
    }

    public override string Title => $"Tree of {_server}";

    public override (int X, int Y)? Focus => _list.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("open", "Enter Right l", "opens the file", Open) { Label = "Open" },
        new("save", "s", "saves the file", Save) { Label = "Save" },
    ];

    TransferRecord? Current => _model is { Rows.Count: > 0 } model ? model.Rows[_list.Cursor].Transfer : null;

    public override void Refresh()
    {
        if (_model is { } model && model.Update()) _list.SetCount(model.Rows.Count);
    }

    public override void Draw(Canvas canvas)
    {
        if (_model is not { Rows.Count: > 0 } model)
        {
            canvas.Text(2, 1, "Nothing is known of this server's directories yet.", Role.Normal);
            return;
        }
        _list.Draw(canvas.Rows(0, canvas.Height - 1), (row, index) =>
        {
            RemoteRow entry = model.Rows[index];
            int x = 1 + TreeDrawing.Draw(row, 1, entry.Place);
            Style style = entry.Transfer is not null ? new Style(Role.Title, Emphasis.Bold)
                : entry.Node.States.HasFlag(NodeStates.Deleted) ? Role.Error : entry.Node.Kind == "directory" ? Role.Normal : Role.Dim;
            // The name matters more than what is known of it.
            x += row.Text(x, 0, entry.Name, style, Math.Max(row.Width / 3, row.Width - x - 14)) + 2;
            row.Part(x, 0, row.Width - x - 1, 1).Right(0, entry.Knowledge, Role.Dim);
        });
        canvas.Text(1, canvas.Height - 1, "bold: transferred, Enter opens it   dim: only listed", Role.Dim);
    }

    public override bool Handle(InputEvent input) => _list.Handle(input);

    void Open()
    {
        if (Current is { } transfer) App.Push(new FileScreen(App, transfer));
        else App.Say("This was not transferred in the capture.");
    }

    void Save()
    {
        if (Current is { } transfer) FilesScreen.Save(App, transfer);
        else App.Say("This was not transferred in the capture.");
    }
}
