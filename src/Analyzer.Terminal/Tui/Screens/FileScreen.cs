using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A file that FTP moved: its facts, how control and data connection hang together, and its bytes.</summary>
sealed class FileScreen : Screen
{
    readonly TransferRecord _transfer;
    readonly Pager _facts = new() { HasBar = false };
    readonly PagedText _text;
    readonly ContentPages _pages;
    bool _isHex;

    public FileScreen(TuiApp app, TransferRecord transfer)
        : base(app)
    {
        _transfer = transfer;
        _facts.Lines = TransferFacts.Of(transfer, app.Index);
        _text = new PagedText(app);
        _pages = ContentPages.Of(app.Index.Store, transfer.Content);
        app.Worker.Do(_ =>
        {
            byte[] first = _pages.Read(0).Data;
            bool isHex = first.AsSpan(0, Math.Min(first.Length, 4096)).Contains((byte)0);
            return () =>
            {
                _isHex = isHex;
                Show();
            };
        });
    }

    public override string Title => $"File #{_transfer.Id} {_transfer.Name ?? _transfer.Path}";

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("save", "s", "saves the file", () => FilesScreen.Save(App, _transfer)) { Label = "Save" },
        new("hex", "x", "shows the bytes in hexadecimal, or as text", ToggleHex) { Label = "Hex" },
        new("wrap", "w", "breaks long lines, or not", () => _text.Wraps = !_text.Wraps) { Label = "Wrap" },
        new("session", "o", "shows the dialogue that moved the file", () => FilesScreen.ShowSession(App, _transfer.Session, _transfer)) { Label = "Session" },
        new("tree", "T", "shows the remote directories as the capture tells them", () => App.Push(new RemoteTreeScreen(App, _transfer))) { Label = "Tree" },
        new("find", "/", "looks for a text", AskText) { Label = "Find", Argument = "TEXT" },
        new("find-next", "n", "finds the next place", () => _text.Find(_text.Sought, isForward: true, isNext: true)),
        new("find-back", "N", "finds the place before", () => _text.Find(_text.Sought, isForward: false, isNext: true)),
        .. CopyDialog.CommandsOf(App, () => CopyText.Of(_transfer, App.Index, App.Settings)),
    ];

    public override TextLine Status => TextLine.Of(
        $"{Quantity.Bytes(_transfer.Size)} {RecordTables.Completeness(_transfer.Complete, _transfer.Missing)} ", _transfer.Complete ? Role.Dim : Role.Gap);

    void Show() => _text.Show(_transfer is { Size: 0, Missing: 0 } ? PagedLines.Of([TextLine.Of("The file is empty.", Role.Dim)])
        : new PagedLines(_pages.Count, page => _isHex ? ContentText.Hex(_pages.Read(page)) : ContentText.Plain(_pages.ReadText(page), null)));

    void ToggleHex()
    {
        _isHex = !_isHex;
        Show();
    }

    void AskText(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "find", AskText, _text.Sought));
        else _text.Find(text, isForward: true, isNext: false);
    }

    public override void Draw(Canvas canvas)
    {
        int facts = Math.Min(_facts.Lines.Count, Math.Max(1, canvas.Height / 3));
        _facts.Draw(canvas.Part(1, 0, canvas.Width - 1, facts));
        canvas.Row(facts).Fill(canvas.Symbols.Horizontal, Role.Dim);
        _text.Draw(canvas.Part(1, facts + 1, canvas.Width - 1, canvas.Height - facts - 1));
    }

    public override bool Handle(InputEvent input) => _text.Handle(input);
}
