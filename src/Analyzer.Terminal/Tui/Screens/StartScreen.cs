using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>What there is to do before a capture is chosen.</summary>
/// <param name="app">The program.</param>
/// <param name="model">What can be opened.</param>
/// <param name="open">Opens a capture; returns why it cannot, or null.</param>
sealed class StartScreen(TuiApp app, StartModel model, Func<StartEntry, string?> open) : Screen(app)
{
    const int KindWidth = 12;

    readonly StartModel _model = model;
    readonly ListView _list = new();
    IReadOnlyList<StartEntry>? _entries;

    public override string Title => "Open a capture";

    public override (int X, int Y)? Focus => _list.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("open", "Enter Right l", "opens the capture, or goes into the folder", OpenCurrent) { Label = "Open" },
        new("path", "/ o", "asks for the path of a capture", AskPath) { Label = "Path", Argument = "FILE" },
        new("up", "Left h Backspace", "goes to the folder above", GoUp) { Label = "Folder above" },
    ];

    IReadOnlyList<StartEntry> Entries => _entries ??= _model.Entries();

    public override void Draw(Canvas canvas)
    {
        canvas.Line(1, 0, new TextLine(new("E-mail and file transfers out of packet captures. ", Role.Title), new("Choose a capture (pcap or pcapng, plain or gzip):", Role.Normal)));
        canvas.Text(1, 1, _model.Folder, Role.Dim);
        _list.SetCount(Entries.Count);
        _list.Draw(canvas.Rows(3, canvas.Height - 3), (row, index) =>
        {
            StartEntry entry = Entries[index];
            row.Text(1, 0, entry.Kind.ToString().ToLowerInvariant(), Role.Dim);
            int x = KindWidth + row.Text(KindWidth, 0, NameOf(entry), entry.Kind == StartKind.Folder ? Role.Dim : Role.Normal) + 2;
            row.Part(x, 0, row.Width - x - 1, 1).Right(0, entry.Remark, Role.Dim);
        });
    }

    string NameOf(StartEntry entry) => entry.Kind switch
    {
        StartKind.Folder when entry.Path.Length < _model.Folder.Length => "..",
        StartKind.Folder => Path.GetFileName(entry.Path) + "/",
        StartKind.Here => Path.GetFileName(entry.Path),
        _ => entry.Path,
    };

    public override bool Handle(InputEvent input) => _list.Handle(input);

    void OpenCurrent()
    {
        if (Entries.Count == 0) return;
        StartEntry entry = Entries[_list.Cursor];
        if (entry.Kind == StartKind.Folder) GoTo(entry.Path);
        else Open(entry);
    }

    void Open(StartEntry entry)
    {
        if (open(entry) is { } problem) App.Say(problem, Role.Error);
    }

    void AskPath(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "capture", AskPath, ""));
        else if (Directory.Exists(text)) GoTo(Path.GetFullPath(text));
        else Open(new StartEntry(StartKind.Here, text));
    }

    void GoUp()
    {
        if (Path.GetDirectoryName(_model.Folder) is { } above) GoTo(above);
    }

    void GoTo(string folder)
    {
        _model.GoTo(folder);
        _entries = null;
        _list.MoveTo(0);
    }
}
