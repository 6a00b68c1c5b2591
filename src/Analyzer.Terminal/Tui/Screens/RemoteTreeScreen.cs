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
        _list.SetCount(_model.Rows.Count);
        int at = _model.Rows.ToList().FindIndex(row => ReferenceEquals(row.Entry.Transfer, transfer));
        if (at >= 0) _list.MoveTo(at);
    }

    public override string Title => $"Tree of {_server}";

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("open", "Enter Right l", "opens the file", Open) { Label = "Open" },
        new("save", "s", "saves the file", Save) { Label = "Save" },
    ];

    TransferRecord? Current => _model?.Rows[_list.Cursor].Entry.Transfer;

    public override void Draw(Canvas canvas)
    {
        if (_model is not { } model)
        {
            canvas.Text(2, 1, "Nothing is known of the session yet.", Role.Normal);
            return;
        }
        _list.Draw(canvas.Rows(0, canvas.Height - 1), (row, index) =>
        {
            (RemoteEntry entry, TreePlace place) = model.Rows[index];
            string known = RemoteTreeModel.Knowledge(entry);
            int end = row.Right(0, known + " ", Role.Dim);
            int x = 1 + TreeDrawing.Draw(row, 1, place);
            Style style = entry.Transfer is not null ? new Style(Role.Title, Emphasis.Bold) : entry.IsDirectory ? Role.Normal : Role.Dim;
            row.Text(x, 0, entry.IsDirectory && entry.Name != "/" ? entry.Name + "/" : entry.Name, style, Math.Max(0, end - x - 1));
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
