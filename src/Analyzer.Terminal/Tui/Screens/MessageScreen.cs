using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A message: its header, the tree of its parts beside the part under the cursor, and what to save.</summary>
sealed class MessageScreen : Screen
{
    const int NarrowScreen = 64, TreeWidth = 31, LeastPane = 16;

    static readonly string[] s_charsets = ["utf-8", "windows-1252", "iso-8859-2", "windows-1251", "koi8-r", "shift_jis", "gb18030"];

    readonly MessageRecord _message;
    readonly ListView _tree = new();
    readonly Pager _header = new() { HasBar = false };
    readonly PagedText _text;
    MessageModel? _model;
    PartView _view;
    (int Part, PartView View) _shown = (-1, PartView.Text);
    bool _isInText, _hasAllHeaders;
    string? _charset;

    public MessageScreen(TuiApp app, MessageRecord message)
        : base(app)
    {
        _message = message;
        _text = new PagedText(app);
        app.Worker.Do(_ =>
        {
            var model = MessageModel.Load(message, app.Index.Store);
            return () => Take(model);
        });
    }

    public override string Title => $"Mail #{_message.Id} {_message.Subject}";

    public override (int X, int Y)? Focus => _model is null || _isInText ? null : _tree.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("text", "Enter", "reads the part, or goes back to the tree", () => _isInText = !_isInText) { Label = "Read" },
        new("save", "s", "saves the part under the cursor", Save) { Label = "Save" },
        new("save-all", "S", "saves all attachments to a directory", SaveAll) { Label = "Save all" },
        new("pane", "Tab", "goes from the tree to the text, or back", () => _isInText = !_isInText) { Label = "Pane" },
        new("headers", "H h", "shows all header fields, or the usual ones", ToggleHeaders) { Label = "Headers" },
        new("hex", "x", "shows the part in hexadecimal, or as text again", () => Toggle(PartView.Hex)) { Label = "Hex" },
        new("raw", "R", "shows the part as it was sent, or decoded again", () => Toggle(PartView.Raw)) { Label = "Raw" },
        new("info", "i", "shows what is known about the part", () => Toggle(PartView.Info)) { Label = "Info" },
        new("charset", "C", "reads the text in another character set than it says", SetCharset) { Argument = "NAME" },
        new("wrap", "w", "breaks long lines, or not", () => _text.Wraps = !_text.Wraps),
        new("find", "/", "looks for a text", AskText) { Argument = "TEXT" },
        new("find-next", "n", "finds the next place", () => Find(true)),
        new("find-back", "N", "finds the place before", () => Find(false)),
        new("session", "o", "shows the dialogue that carried the message", OpenSession) { Label = "Session" },
        new("journey", "J", "follows the message from hop to hop", () => JourneyScreen.Show(App, _message)) { Label = "Journey" },
        .. CopyDialog.CommandsOf(App, CopyChoices),
    ];

    MimePart? Part => _model?.Parts[_tree.Cursor].Part;

    public override TextLine Status => TextLine.Of($"{Quantity.Bytes(_message.Size)} {RecordTables.StateOf(_message)} ", _message.Complete ? Role.Dim : Role.Warn);

    void Take(MessageModel model)
    {
        _model = model;
        _header.Lines = model.Headers(_hasAllHeaders);
        _tree.SetCount(model.Parts.Count);
        _tree.MoveTo(model.FirstText);
        LoadPart();
    }

    void LoadPart()
    {
        if (_model is not { } model || Part is not { } part || _shown == (_tree.Cursor, _view)) return;
        _shown = (_tree.Cursor, _view);
        _text.Show(model.View(part, _view, _charset));
    }

    public override void Draw(Canvas canvas)
    {
        if (_model is not { } model)
        {
            canvas.Text(2, 1, $"Reading {Quantity.Bytes(_message.Size)} ...", Role.Normal);
            return;
        }
        int headers = Math.Min(_hasAllHeaders ? canvas.Height / 2 : 6, Math.Min(_header.Lines.Count, canvas.Height / 3));
        _header.Draw(canvas.Part(1, 0, canvas.Width - 1, headers));
        canvas.Row(headers).Fill(canvas.Symbols.Horizontal, Role.Dim);
        canvas = canvas.Rows(headers + 1, canvas.Height - headers - 1);
        string? warning = Part is { } part ? MessageModel.Warning(part) : null;
        if (warning is not null)
        {
            canvas.Text(1, canvas.Height - 1, $"! Part {Part!.Number}: {warning}.", Role.Warn);
            canvas = canvas.Rows(0, canvas.Height - 1);
        }
        Body(canvas, model);
    }

    void Body(Canvas canvas, MessageModel model)
    {
        if (canvas.Width < NarrowScreen)
        {
            if (_isInText) DrawText(canvas);
            else DrawTree(canvas, model);
            return;
        }
        int left = Math.Clamp(Math.Max(TreeWidth, canvas.Width / 3) + App.Settings.Split, LeastPane, canvas.Width - LeastPane);
        DrawTree(canvas.Part(0, 0, left, canvas.Height), model);
        canvas.Part(left, 0, 1, canvas.Height).Fill(canvas.Symbols.Vertical, Role.Dim);
        DrawText(canvas.Part(left + 1, 0, canvas.Width - left - 1, canvas.Height));
    }

    void DrawTree(Canvas canvas, MessageModel model) => _tree.Draw(canvas, (row, index) =>
    {
        (MimePart part, TreePlace place) = model.Parts[index];
        string? warning = MessageModel.Warning(part);
        row.Text(0, 0, warning is not null ? "!" : part.IsAttachment ? "*" : " ", warning is null ? Role.Ok : Role.Warn);
        string size = part.IsLeaf ? Quantity.Short(part.DecodedSize ?? part.BodyLength) : "";
        int end = row.Right(0, size + " ", Role.Dim);
        int x = 2 + TreeDrawing.Draw(row, 2, place);
        row.Text(x, 0, MessageModel.Label(part), part.IsAttachment ? Role.Title : Role.Normal, Math.Max(0, end - x - 1));
    }, isFocused: !_isInText);

    void DrawText(Canvas canvas)
    {
        int x = 1;
        foreach (PartView view in Enum.GetValues<PartView>())
            x += canvas.Text(x, 0, $" {view} ", view == _view ? new Style(Role.Title, Emphasis.Reverse) : Role.Dim) + 1;
        if (_isInText) canvas.Right(0, "reading: arrows scroll, Enter goes back ", Role.Dim);
        _text.Draw(canvas.Part(1, 1, canvas.Width - 1, canvas.Height - 1));
    }

    public override bool Handle(InputEvent input)
    {
        if (_model is null) return false;
        if (_isInText && input is not MouseInput { Action: MouseAction.Press }) return _text.Handle(input);
        if (!_tree.Handle(input)) return _text.Handle(input);
        LoadPart();
        return true;
    }

    void Toggle(PartView view)
    {
        _view = _view == view ? PartView.Text : view;
        LoadPart();
    }

    void SetCharset(string name)
    {
        if (name.Length > 0 && !Charsets.IsKnown(name))
        {
            App.Say($"There is no character set '{name}' here.", Role.Error);
            return;
        }
        // Without a name, the next of those that are met most; behind the last, what the part says.
        int next = Array.IndexOf(s_charsets, _charset) + 1;
        _charset = name.Length > 0 ? name : next < s_charsets.Length ? s_charsets[next] : null;
        _shown = (-1, _view);
        LoadPart();
        App.Say(_charset is null ? "The text is read in the character set that it names." : $"The text is read as {_charset}.");
    }

    void ToggleHeaders()
    {
        _hasAllHeaders = !_hasAllHeaders;
        if (_model is { } model) _header.Lines = model.Headers(_hasAllHeaders);
    }

    void Save()
    {
        if (_model is not { } model || Part is not { } part) return;
        App.Push(new SavePrompt(App, model.SaveName(part), path => model.Save(part, path)));
    }

    void SaveAll() => App.Push(new ExportDialog(App, ExportScopes.Only("this message", _message), new ExportChoice { Messages = false, Files = false }));

    void OpenSession()
    {
        if (App.Index.Session(_message.Session) is not { } session)
        {
            App.Say("Nothing is known of the session yet.", Role.Warn);
            return;
        }
        var screen = new ConversationScreen(App, session);
        screen.GoTo(_message);
        App.Push(screen);
    }

    void AskText(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "find", AskText, _text.Sought));
        else _text.Find(text, isForward: true, isNext: false);
    }

    void Find(bool isForward) => _text.Find(_text.Sought, isForward, isNext: true);

    IEnumerable<CopyChoice> CopyChoices()
    {
        if (Part is { IsLeaf: true, Sha256: { } hash } part)
        {
            yield return new CopyChoice('y', "the SHA-256 of the part", () => Convert.ToHexStringLower(hash));
            if (part.FileName is { } name) yield return new CopyChoice('n', "the name of the part", () => name);
        }
        foreach (CopyChoice choice in CopyText.Of(_message, App.Index, App.Settings)) yield return choice;
    }
}
