using Analyzer.Capture;
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
    readonly Pager _text = new(), _facts = new() { HasBar = false };
    ContentBytes? _bytes;
    bool _isHex;

    public FileScreen(TuiApp app, TransferRecord transfer)
        : base(app)
    {
        _transfer = transfer;
        _facts.Lines = TransferFacts.Of(transfer, app.Index);
        IByteStore? store = app.Index.Store;
        app.Worker.Do(_ =>
        {
            ContentBytes bytes = ContentBytes.Read(store, transfer.Content);
            bool isHex = bytes.Data.AsSpan(0, Math.Min(bytes.Data.Length, 4096)).Contains((byte)0);
            return () =>
            {
                (_bytes, _isHex) = (bytes, isHex);
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
        new("copy", "y", "copies the SHA-256 of the file", () => App.Copy(_transfer.Sha256 ?? _transfer.Path ?? "")),
    ];

    public override TextLine Status => TextLine.Of(
        $"{Quantity.Bytes(_transfer.Size)} {RecordTables.Completeness(_transfer.Complete, _transfer.Missing)} ", _transfer.Complete ? Role.Dim : Role.Gap);

    void Show() => _text.Lines = _bytes is not { } bytes ? [] : bytes.Data.Length == 0 && bytes.Gaps.Count == 0 ? [TextLine.Of("The file is empty.", Role.Dim)]
        : _isHex ? ContentText.Hex(bytes) : ContentText.Plain(bytes, null);

    void ToggleHex()
    {
        _isHex = !_isHex;
        Show();
    }

    void AskText(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "find", AskText, _text.Sought));
        else if (!_text.Find(text, isForward: true, isNext: false)) App.Say($"'{text}' is not in what is shown.", Role.Warn);
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
