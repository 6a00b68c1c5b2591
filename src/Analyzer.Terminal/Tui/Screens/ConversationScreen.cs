using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The dialogue of a session, annotated, with an inspector that explains the line under the cursor.</summary>
sealed class ConversationScreen(TuiApp app, SessionRecord begun) : Screen(app)
{
    const int WideScreen = 110, PhaseWidth = 10;
    const int InspectorLines = 4, LeastPane = 30;

    readonly DialogueModel _model = new(begun, app.Index, app.Settings);
    readonly ListView _list = new();
    readonly Pager _inspector = new();
    bool _isInspecting;
    (int Row, int Count, int Version, bool IsShort)? _inspected;
    string _sought = "";

    int DelayWidth => _model.Time == DialogueTime.Clock ? 12 : 9;

    SessionRecord Session => _model.Session;

    public override string Title => $"#{Session.Id} {Session.Protocol.ToUpperInvariant()} {Session.ClientName ?? $"{Session.Client.Address}"} > {Session.ServerName ?? $"{Session.Server.Address}"}";

    public override (int X, int Y)? Focus => _list.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("open", "Enter Right l", "opens the message or file of the line, or unfolds a long reply", Open) { Label = "Open" },
        new("fold", "Left h", "folds a long reply again", () => Fold(isFolded: true)),
        new("inspect", "i", "shows the explanation of the line in full", () => _isInspecting = !_isInspecting) { Label = "Explain" },
        new("next-phase", "]", "goes to the next phase", () => ToPhase(1)) { Label = "Phase" },
        new("phase-back", "[", "goes to the phase before", () => ToPhase(-1)),
        new("next-error", "}", "goes to the next error", () => ToError(1)) { Label = "Error" },
        new("error-back", "{", "goes to the error before", () => ToError(-1)),
        new("find", "/", "looks for a text", AskText) { Label = "Find", Argument = "TEXT" },
        new("find-next", "n", "finds the next place", () => Find(1)),
        new("find-back", "N", "finds the place before", () => Find(-1)),
        new("time", "t", "changes the times: since the line before, since the beginning, of the day", () => _model.Time = (DialogueTime)(((int)_model.Time + 1) % 3)),
        new("direction", "d", "shows both sides, the client, or the server", NextSide) { Label = "Side" },
        new("ladder", "v", "shows the session as a ladder", () => App.Push(new LadderScreen(App, Session))) { Label = "Ladder" },
        .. CopyDialog.CommandsOf(App, CopyChoices),
    ];

    public override TextLine Status
    {
        get
        {
            int errors = _model.Rows.Count(row => row.Mark == 'x');
            return errors == 0 ? TextLine.Empty : TextLine.Of($"{Quantity.Count(errors, "error")} ", Role.Error);
        }
    }

    DialogueRow? Current => _model.Rows.Count == 0 ? null : _model.Rows[_list.Cursor];

    public override void Refresh()
    {
        // Whoever looks at the end of a dialogue that goes on sees what comes.
        bool isAtEnd = _model.IsOpen && _list.IsAtEnd && _list.Count > 0;
        _model.Update();
        _list.SetCount(_model.Rows.Count);
        if (isAtEnd) _list.MoveTo(_model.Rows.Count - 1);
    }

    public override void Draw(Canvas canvas)
    {
        _list.SetCount(_model.Rows.Count);
        canvas.Line(1, 0, _model.Facts());
        Phases(canvas.Row(1));
        canvas = canvas.Rows(2, canvas.Height - 2);
        if (canvas.Width >= WideScreen)
        {
            int left = Math.Clamp(canvas.Width * 2 / 3 + App.Settings.Split, LeastPane, canvas.Width - LeastPane);
            Dialogue(canvas.Part(0, 0, left, canvas.Height));
            canvas.Part(left, 0, 1, canvas.Height).Fill(canvas.Symbols.Vertical, Role.Dim);
            Inspect(canvas.Part(left + 2, 0, canvas.Width - left - 2, canvas.Height));
            return;
        }
        int lines = _isInspecting ? canvas.Height * 2 / 3 : Math.Clamp(InspectorLines - App.Settings.Split / ViewSettings.ColumnsPerRow, 0, Math.Max(0, canvas.Height - 8));
        Dialogue(canvas.Rows(0, canvas.Height - lines - 1));
        canvas.Row(canvas.Height - lines - 1).Fill(canvas.Symbols.Horizontal, Role.Dim);
        Inspect(canvas.Part(1, canvas.Height - lines, canvas.Width - 2, lines));
    }

    void Phases(Canvas row)
    {
        int x = 1;
        IReadOnlyList<(string Name, int Row)> phases = _model.Phases;
        int current = Enumerable.Range(0, phases.Count).LastOrDefault(i => phases[i].Row <= _list.Cursor);
        // The current one is always seen.
        int first = Math.Max(0, current - 4);
        for (int i = first; i < phases.Count && x < row.Width; i++)
            x += row.Text(x, 0, phases[i].Name, i == current ? new Style(Role.Phase, Emphasis.Reverse) : Role.Dim) + 2;
        if (_model.Side != DialogueSide.Both) row.Right(0, $" {_model.Side.ToString().ToLowerInvariant()} only ", Role.Warn);
    }

    void Dialogue(Canvas canvas) => _list.Draw(canvas, Row);

    void Row(Canvas row, int index)
    {
        DialogueRow line = _model.Rows[index];
        // In a narrow window the text matters more than the phase.
        int left = row.Width >= 60 ? 0 : -PhaseWidth;
        if (left == 0) row.Text(0, 0, line.Phase, Role.Phase, PhaseWidth);
        row.Text(left + PhaseWidth + DelayWidth - line.Delay.Length, 0, line.Delay, Role.Dim);
        row.Text(left + PhaseWidth + DelayWidth + 1, 0, $"{line.Mark}", line.MarkRole);
        row.Text(left + PhaseWidth + DelayWidth + 3, 0, $"{line.Speaker}", line.Line.Speaker == Speaker.Client ? Role.Client : line.Role);
        int x = left + PhaseWidth + DelayWidth + 6;
        string remark = line.Line.Remark is { } meaning ? $"({meaning})" : "";
        int used = row.Text(x, 0, line.Line.Text, line.Line.Speaker == Speaker.Server && line.Line.Tone == Tone.Plain ? Role.Normal : line.Role);
        if (x + used + 2 + remark.Length <= row.Width) row.Text(x + used + 2, 0, remark, Role.Dim);
    }

    void Inspect(Canvas canvas)
    {
        if (_model.Rows.Count == 0 || canvas.Height == 0) return;
        // With few lines to show, blank ones and what is seen above are left out.
        bool isShort = canvas.Height <= InspectorLines;
        var key = (_list.Cursor, _model.Rows.Count, App.Settings.Version, isShort);
        if (_inspected != key)
        {
            _inspected = key;
            IReadOnlyList<TextLine> lines = _model.Inspect(_list.Cursor);
            _inspector.Lines = isShort ? Brief(lines) : lines;
        }
        _inspector.Draw(canvas);
    }

    static List<TextLine> Brief(IReadOnlyList<TextLine> lines)
    {
        List<TextLine> brief = [];
        foreach (TextLine line in lines.Skip(1))
        {
            if (line.Spans.Count == 0) continue;
            bool isTitle = line.Spans[0].Role == Role.Phase;
            if (brief.Count == 0 || isTitle) brief.Add(isTitle ? new TextLine([.. line.Spans, new TextSpan(": ")]) : line);
            else brief[^1] = new TextLine([.. brief[^1].Spans, .. line.Spans, new TextSpan("  ")]);
        }
        return brief;
    }

    public override bool Handle(InputEvent input)
    {
        _list.SetCount(_model.Rows.Count);
        return _list.Handle(input);
    }

    /// <summary>Puts the cursor on the line of a record.</summary>
    public void GoTo(Record record)
    {
        _model.Update();
        int at = _model.Rows.ToList().FindIndex(row => ReferenceEquals(row.Line.About, record));
        _list.SetCount(_model.Rows.Count);
        if (at >= 0) _list.MoveTo(at);
    }

    void Open()
    {
        switch (Current?.Line.About)
        {
            case MessageRecord message: App.Push(new MessageScreen(App, message)); break;
            case TransferRecord transfer: App.Push(new FileScreen(App, transfer)); break;
            case ExchangeRecord when Fold(isFolded: false): break;
            default: _isInspecting = !_isInspecting; break;
        }
    }

    bool Fold(bool isFolded)
    {
        if (Current is not { } row || !_model.Fold(row, isFolded)) return false;
        // Where the reply began to be folded, it is again.
        int at = _model.Rows.ToList().FindIndex(other => DialogueModel.IsFold(other) && ReferenceEquals(other.Line.About, row.Line.About));
        _list.SetCount(_model.Rows.Count);
        if (isFolded && at >= 0) _list.MoveTo(at);
        return true;
    }

    void ToPhase(int step)
    {
        IReadOnlyList<(string Name, int Row)> phases = _model.Phases;
        IEnumerable<int> rows = step > 0 ? phases.Select(phase => phase.Row).Where(row => row > _list.Cursor)
            : phases.Select(phase => phase.Row).Where(row => row < _list.Cursor).Reverse();
        foreach (int row in rows.Take(1)) _list.MoveTo(row);
    }

    void ToError(int step)
    {
        for (int row = _list.Cursor + step; row >= 0 && row < _model.Rows.Count; row += step)
        {
            if (_model.Rows[row].Mark is not ('x' or '!' or '#')) continue;
            _list.MoveTo(row);
            return;
        }
        App.Say("There is no more error or warning in this direction.");
    }

    void AskText(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "find", AskText, _sought));
        else
        {
            _sought = text;
            Find(1);
        }
    }

    void Find(int step)
    {
        int count = _model.Rows.Count;
        for (int i = 1; i <= count && _sought.Length > 0; i++)
        {
            int row = (_list.Cursor + i * step + 2 * count) % count;
            if (!_model.Rows[row].Line.Text.Contains(_sought, StringComparison.OrdinalIgnoreCase)) continue;
            _list.MoveTo(row);
            return;
        }
        App.Say(_sought.Length == 0 ? "Press / to say what to find." : $"'{_sought}' is not in this dialogue.", Role.Warn);
    }

    void NextSide()
    {
        _model.Side = (DialogueSide)(((int)_model.Side + 1) % 3);
        _list.SetCount(_model.Rows.Count);
    }

    IEnumerable<CopyChoice> CopyChoices()
    {
        if (Current is not { } row) yield break;
        yield return new CopyChoice('y', "the line", () => row.Line.Text);
        if (row.Line.About is not { } record) yield break;
        foreach (CopyChoice choice in CopyText.Of(record, App.Index, App.Settings)) yield return choice;
    }
}
