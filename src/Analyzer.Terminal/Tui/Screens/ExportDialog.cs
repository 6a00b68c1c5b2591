using Analyzer.Dissection.Export;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Exports what rows stand for: what of it, how much, where to, under which names; then its progress, and what went wrong.</summary>
sealed class ExportDialog : Screen
{
    const int MaxWidth = 78;

    // Of the inside: what is told below the fields.
    const int FootHeight = 4;

    readonly ExportScopes _scopes;
    readonly ChoiceField _scope, _taken = new("If taken", ["number", "skip", "replace"], 0);
    readonly CheckRow _artefacts, _others, _also;
    readonly TextField _folder, _names = new("Names", "{id}-{name}");
    readonly Form _form;
    ExportJob? _job;
    ExportContents? _contents;
    int _counted = -1;

    public ExportDialog(TuiApp app, ExportScopes scopes, ExportChoice? choice = null)
        : base(app)
    {
        _scopes = scopes;
        choice ??= new ExportChoice();
        _scope = new ChoiceField("Scope", [.. scopes.All.Select(scope => scope.Name.StartsWith("this", StringComparison.Ordinal) ? scope.Name : $"{scope.Count} {scope.Name}")], scopes.Usual);
        _artefacts = new CheckRow("What", ("messages (.eml)", choice.Messages), ("attachments", choice.Attachments), ("FTP files", choice.Files));
        _others = new CheckRow("", ("conversations", false), ("as JSON", false), ("table", false), ("packets", false));
        _also = new CheckRow("Secrets", ("mask them", true));
        string name = app.Load is { Names: [var first, ..] } && first != "-" ? Path.GetFileNameWithoutExtension(first) : "capture";
        _folder = new TextField("To", $"./{name}-export");
        _form = new Form(_scope, _artefacts, _others, _folder, _names, _taken, _also);
    }

    public override string Title => "Export";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("export", "Enter F2", "writes the files, or closes when that is done", Go) { Label = "Export" },
        new("cancel", "Esc Ctrl-C", "stops cleanly, or goes back", Cancel) { Label = "Cancel" },
    ];

    ExportChoice Choice => new()
    {
        Messages = _artefacts[0],
        Attachments = _artefacts[1],
        Files = _artefacts[2],
        Texts = _others[0],
        Json = _others[1],
        Table = _others[2],
        Packets = _others[3],
        MasksSecrets = _also[0],
        Names = ExportNames.Parse(_names.Text, out _) ?? ExportNames.Usual,
        Taken = (TakenName)_taken.Chosen,
    };

    public override bool Handle(InputEvent input) => _job is null && _form.Handle(input);

    public override void Refresh()
    {
        if (_counted == _scope.Chosen) return;
        (int wanted, _contents) = (_counted = _scope.Chosen, null);
        CaptureIndex index = App.Index;
        App.Worker.Do(_ =>
        {
            ExportContents contents = ExportContents.Of(_scopes.All[wanted].Records(), index);
            return () => _contents = _counted == wanted ? contents : _contents;
        });
    }

    void Go()
    {
        if (_job is not null)
        {
            if (_job.IsOver) App.Back();
            return;
        }
        if (_contents is not { } contents || App.Load is not { } load || Problem(contents).Length > 0) return;
        ExportChoice choice = Choice;
        var job = _job = new ExportJob(contents, choice, _scopes.Table?.Invoke(contents.Rows, choice.MasksSecrets) ?? [], _folder.Text, load);
        App.DoInBackground(job.Run, () => App.Say(job.Summary, job.Failures.Count > 0 ? Role.Warn : Role.Ok));
    }

    string Problem(ExportContents contents)
    {
        if (ExportNames.Parse(_names.Text, out string problem) is null) return $"Names: {problem}.";
        if (_folder.Text.Length == 0) return "To: the name of a directory is missing.";
        if (Choice.StepsOf(contents) > 0) return "";
        return contents.Sessions.Count + contents.Artefacts.Count == 0 ? "These rows have no messages or files: choose another scope with the arrows." : "Nothing to export: choose what with Space, or another scope.";
    }

    void Cancel()
    {
        if (_job is { IsOver: false } job) job.Cancel();
        else App.Back();
    }

    public override void Draw(Canvas canvas)
    {
        int width = Math.Min(canvas.Width, MaxWidth), height = Math.Min(canvas.Height - 2, _form.Count + FootHeight + 3);
        Canvas inside = canvas.Part((canvas.Width - width) / 2, (canvas.Height - height) / 2, width, height).Frame("Export");
        if (_job is { } job)
        {
            Cursor = null;
            Progress(inside, job);
            return;
        }
        int foot = Math.Min(FootHeight, inside.Height / 2), fields = Math.Min(_form.Count, inside.Height - foot);
        Cursor = _form.Draw(inside.Rows(0, fields));
        Foot(inside.Rows(inside.Height - foot, foot));
    }

    void Foot(Canvas canvas)
    {
        if (_contents is not { } contents)
        {
            canvas.Text(0, 0, "Counting ...", Role.Dim);
            return;
        }
        ExportChoice choice = Choice;
        if (Problem(contents) is { Length: > 0 } problem)
        {
            canvas.Text(0, 0, problem, Role.Warn);
        }
        else
        {
            canvas.Text(0, 0, $"{Amounts(contents, choice)}", Role.Normal);
            canvas.Text(0, 1, $"e.g. {Path.Combine(_folder.Text, choice.Example(contents) ?? "")}", Role.Dim);
        }
        canvas.Text(0, 2, $"What lacks bytes gets .incomplete in its name. {(choice.Taken == TakenName.Replace ? "Files of the same name are lost." : "Nothing is overwritten.")}", choice.Taken == TakenName.Replace ? Role.Warn : Role.Dim);
        canvas.Line(0, 3, new TextLine(new("Enter", Role.Key), new(" exports   "), new("Space", Role.Key), new(" changes   "), new("Tab", Role.Key), new(" next   "), new("Esc", Role.Key), new(" back")));
    }

    static string Amounts(ExportContents contents, ExportChoice choice)
    {
        List<string> amounts = [];
        int artefacts = contents.Artefacts.Count(choice.Has);
        if (artefacts > 0) amounts.Add($"{Quantity.Count(artefacts, "message or file").Replace("message or files", "messages and files", StringComparison.Ordinal)}, {Quantity.Bytes(choice.BytesOf(contents))}, with index.jsonl");
        if (choice.Texts || choice.Json) amounts.Add(Quantity.Count(contents.Sessions.Count, "conversation"));
        if (choice.Table) amounts.Add(Quantity.Count(contents.Rows.Count, "row"));
        if (choice.Packets) amounts.Add($"packets of {Quantity.Count(contents.Sessions.Count, "session")}");
        return string.Join("; ", amounts);
    }

    static void Progress(Canvas inside, ExportJob job)
    {
        if (!job.IsOver)
        {
            inside.Text(0, 1, $"{job.Done} of {job.Total}", Role.Normal);
            int cells = Math.Max(0, inside.Width - 2);
            inside.Part(0, 2, (int)((long)cells * job.Done / Math.Max(1, job.Total)), 1).Fill(inside.Symbols.Full, Role.Ok);
            inside.Text(0, 4, job.Current, Role.Dim);
            inside.Text(0, 5, "Esc stops after this file.", Role.Normal);
            return;
        }
        inside.Text(0, 0, job.Summary, job.Failures.Count > 0 ? Role.Warn : Role.Ok);
        for (int i = 0; i < job.Failures.Count && i + 2 < inside.Height - 2; i++) inside.Text(0, i + 2, job.Failures[i], Role.Error);
        inside.Text(0, inside.Height - 1, "Enter closes.", Role.Dim);
    }
}
