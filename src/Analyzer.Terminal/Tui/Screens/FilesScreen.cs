using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The files and listings that FTP moved, of all sessions.</summary>
sealed class FilesScreen : ListScreen<TransferRecord>
{
    readonly TransferListModel _model;

    public FilesScreen(TuiApp app)
        : this(app, new TransferListModel(app.Index, app.Settings))
    {
    }

    FilesScreen(TuiApp app, TransferListModel model)
        : base(app, model) => _model = model;

    void ToggleListings()
    {
        _model.ShowsListings = !_model.ShowsListings;
        App.Say(_model.ShowsListings ? "Directory listings are shown too." : "Only files are shown.");
    }

    protected override IEnumerable<Command> OwnCommands =>
    [
        new("save", "s", "saves the file", SaveCurrent) { Label = "Save" },
        new("tree", "T", "shows the remote directories as the capture tells them", OpenTree) { Label = "Tree" },
        new("listings", "L", "shows directory listings too, or files alone", ToggleListings) { Label = "Listings" },
        new("session", "o", "shows the dialogue that moved the file", OpenSession),
    ];

    protected override string EmptyText => Model.Total > 0
        ? $"FTP moved no files, but {Quantity.Count(Model.Total, "listing")}: L shows them."
        : "No files: FTP moved none in this capture. Attachments of mails are in view 2.";

    protected override void Open(TransferRecord record) => App.Push(new FileScreen(App, record));

    void SaveCurrent()
    {
        if (Current is { } transfer) Save(App, transfer);
    }

    /// <summary>Asks where to save the file of a transfer.</summary>
    public static void Save(TuiApp app, TransferRecord transfer)
    {
        string name = SafeFileName.From(transfer.Name ?? transfer.Path, $"{transfer.Id:D6}-{transfer.Command.ToLowerInvariant()}.txt", mark: transfer.Complete ? "" : ".incomplete");
        app.Push(new SavePrompt(app, name, path => ContentSaver.Save(app.Index.Store, transfer.Content, path)));
    }

    void OpenTree()
    {
        if (Current is { } transfer) App.Push(new RemoteTreeScreen(App, transfer));
    }

    void OpenSession()
    {
        if (Current is { } transfer) ShowSession(App, transfer.Session, transfer);
    }

    /// <summary>Shows the dialogue of a session, at the line of a record.</summary>
    public static void ShowSession(TuiApp app, int id, Record record)
    {
        if (app.Index.Session(id) is not { } session)
        {
            app.Say("Nothing is known of the session yet.", Role.Warn);
            return;
        }
        var screen = new ConversationScreen(app, session);
        screen.GoTo(record);
        app.Push(screen);
    }
}
