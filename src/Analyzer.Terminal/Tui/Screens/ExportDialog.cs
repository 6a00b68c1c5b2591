using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Exports messages and files: what, how much of it, where to; then its progress, and what went wrong.</summary>
sealed class ExportDialog : Screen
{
    readonly ExportScopes _scopes;
    readonly ChoiceField _scope;
    readonly CheckField _messages = new("What", "messages as .eml", true), _attachments = new("", "attachments", true), _files = new("", "FTP files", true);
    readonly TextField _folder;
    readonly Form _form;
    ExportJob? _job;
    IReadOnlyList<Record> _artefacts = [];
    int _counted = -1;

    public ExportDialog(TuiApp app, ExportScopes scopes)
        : base(app)
    {
        _scopes = scopes;
        int chosen = scopes.Marked.Count > 0 ? 1 : 0;
        _scope = new ChoiceField("Scope", ["this row", $"{scopes.Marked.Count} marked", $"{scopes.Shown.Count} shown"], chosen);
        string name = app.Load is { Names: [var first, ..] } && first != "-" ? Path.GetFileNameWithoutExtension(first) : "capture";
        _folder = new TextField("To", $"./{name}-export");
        _form = new Form(_scope, _messages, _attachments, _files, _folder);
    }

    public override string Title => "Export";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("export", "Enter F2", "writes the files, or closes when that is done", Go) { Label = "Export" },
        new("cancel", "Esc Ctrl-C", "stops cleanly, or goes back", Cancel) { Label = "Cancel" },
    ];

    ExportChoice Choice => new() { Messages = _messages.IsOn, Attachments = _attachments.IsOn, Files = _files.IsOn };

    public override bool Handle(InputEvent input) => _job is null && _form.Handle(input);

    public override void Refresh()
    {
        if (_counted == _scope.Chosen) return;
        _counted = _scope.Chosen;
        _artefacts = ExportScopes.Artefacts(_scope.Chosen switch { 0 => _scopes.Current, 1 => _scopes.Marked, _ => _scopes.Shown }, App.Index);
    }

    IReadOnlyList<Record> Chosen => [.. _artefacts.Where(Choice.Has)];

    void Go()
    {
        if (_job is not null)
        {
            if (_job.IsOver) App.Back();
            return;
        }
        if (Chosen is not { Count: > 0 } records) return;
        var job = _job = new ExportJob(records, Choice, _folder.Text, App.Index.Store);
        App.DoInBackground(job.Run, () => App.Say(job.Summary, job.Failures.Count > 0 ? Role.Warn : Role.Ok));
    }

    void Cancel()
    {
        if (_job is { IsOver: false } job) job.Cancel();
        else App.Back();
    }

    public override void Draw(Canvas canvas)
    {
        int width = Math.Min(canvas.Width, 76), height = Math.Min(canvas.Height - 2, 12);
        Canvas inside = canvas.Part((canvas.Width - width) / 2, (canvas.Height - height) / 2, width, height).Frame("Export");
        if (_job is { } job)
        {
            Cursor = null;
            Progress(inside, job);
            return;
        }
        Cursor = _form.Draw(inside.Rows(0, inside.Height));
        IReadOnlyList<Record> records = Chosen;
        long bytes = records.Sum(record => record is MessageRecord message ? message.Size : ((TransferRecord)record).Size);
        string text = records.Count == 0 ? "Nothing to export: choose another scope with the arrows."
            : $"{Quantity.Count(records.Count, "message or file").Replace("message or files", "messages and files", StringComparison.Ordinal)}, {Quantity.Bytes(bytes)}, with an index.jsonl";
        inside.Text(0, 6, text, records.Count == 0 ? Role.Warn : Role.Normal);
        inside.Text(0, 7, "What lacks bytes gets .incomplete in its name; nothing is overwritten.", Role.Dim);
        inside.Line(0, 9, new TextLine(new("Enter", Role.Key), new(" exports   "), new("Space", Role.Key), new(" changes   "), new("Tab", Role.Key), new(" next   "), new("Esc", Role.Key), new(" back")));
    }

    static void Progress(Canvas inside, ExportJob job)
    {
        if (!job.IsOver)
        {
            inside.Text(0, 1, $"{job.Done} of {job.Total}", Role.Normal);
            int cells = Math.Max(0, inside.Width - 2);
            inside.Part(0, 2, cells * job.Done / Math.Max(1, job.Total), 1).Fill(inside.Symbols.Full, Role.Ok);
            inside.Text(0, 4, job.Current, Role.Dim);
            inside.Text(0, 6, "Esc stops after this file.", Role.Normal);
            return;
        }
        inside.Text(0, 0, job.Summary, job.Failures.Count > 0 ? Role.Warn : Role.Ok);
        for (int i = 0; i < job.Failures.Count && i + 2 < inside.Height - 2; i++) inside.Text(0, i + 2, job.Failures[i], Role.Error);
        inside.Text(0, inside.Height - 1, "Enter closes.", Role.Dim);
    }
}
