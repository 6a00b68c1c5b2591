using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A list of records with a filter, marks, sorting, and details on the record under the cursor.</summary>
abstract class ListScreen<T> : Screen
    where T : Record
{
    // From this width on, details stand beside the list instead of below it.
    const int WideScreen = 110;
    const int DetailLines = 3;

    // Rows that are filtered and sorted in less time than a frame takes.
    const int MaxAtOnce = 10_000, MaxFilteredAtOnce = 1000;

    // Milliseconds between two answers for a long list that grows: sorting it again and again would slow down what makes it grow.
    const long MinInterval = 500;

    const int DetailWidth = 42, LeastPane = 20;

    readonly ListView _list = new();
    readonly Pager _details = new() { HasBar = false };
    readonly RowTable<T> _table;
    readonly RowDrawer _drawRow;
    bool _isAsking, _follows, _isZoomed, _wasLoading = true;
    long _cursorId = -1, _asked;
    T? _detailed;
    ((int, bool, int, int) Key, TextLine Line)? _status;
    long _detailedVersion;

    protected ListScreen(TuiApp app, ListModel<T> model)
        : base(app)
    {
        (Model, _table) = (model, new RowTable<T>(model));
        _drawRow = _table.Row;
        model.FilterBy(app.InitialFilter);
    }

    protected ListModel<T> Model { get; }

    /// <summary>The record under the cursor; null: the list is empty.</summary>
    protected T? Current => Model.Count == 0 ? null : Model.At(_list.Cursor);

    /// <summary>Opens a record.</summary>
    protected abstract void Open(T record);

    /// <summary>What can be done with the records of this list besides what lists can do.</summary>
    protected virtual IEnumerable<Command> OwnCommands => [];

    /// <summary>Says why there is nothing.</summary>
    protected virtual string EmptyText => $"No {Model.Noun}s.";

    public override string Title => char.ToUpperInvariant(Model.Noun[0]) + Model.Noun[1..] + "s";

    public override (int X, int Y)? Focus => Model.Count == 0 ? null : _list.Place;

    public override IReadOnlyList<Command> Commands => field ??= MakeCommands();

    IReadOnlyList<Command> MakeCommands() =>
    [
        new("open", "Enter Right l", "opens what the cursor is on", OpenCurrent) { Label = "Open" },
        .. OwnCommands,
        new("filter", "/", "lets only some through, as in 'proto:smtp from:@example.org'", AskFilter) { Label = "Filter", Argument = "EXPRESSION" },
        new("include", "=", "adds what the cursor's row has in the sorted column to the filter", () => AddCondition("")),
        new("exclude", "!", "adds it as an exclusion", () => AddCondition("-")),
        new("unfilter", "Backspace", "lets everything through again", () => SetFilter(null)),
        new("sort", "> .", "sorts by the next column", () => Sort(1)) { Label = "Sort" },
        new("sort-back", "< ,", "sorts by the column before", () => Sort(-1)),
        new("reverse", "r", "reverses the order", () => SortBy(Model.SortColumn, !Model.IsDescending)),
        new("mark", "Space Ins", "marks the row and goes down", Mark) { Label = "Mark" },
        new("invert", "*", "marks what is not marked, and the reverse", Model.InvertMarks),
        new("mark-all", "A", "marks all rows that are shown; again: none", Model.ToggleAllMarks),
        new("follow", "f", "keeps the cursor on the newest row", Follow),
        .. CopyDialog.CommandsOf(App, CopyChoices),
        new("export", "F2 e", "writes messages and files to a directory", () => App.Push(new ExportDialog(App, ExportScopes()))) { Label = "Export" },
        new("columns", "c F7", "chooses the columns", () => App.Push(new ColumnsDialog(App, [.. Model.Columns.Select(column => column.Header)], Model.HiddenColumns))),
        new("zoom", "\\", "gives the list all the room, or shows the details again", () => _isZoomed = !_isZoomed),
        new("goto", "", "goes to a row", GoTo) { Argument = "NUMBER" },
    ];

    public override TextLine Status
    {
        get
        {
            var key = (Model.Marks.Count, Model.Filter is not null, Model.Count, Model.Total);
            if (_status is { } known && known.Key == key) return known.Line;
            _status = (key, MakeStatus());
            return _status.Value.Line;
        }
    }

    TextLine MakeStatus()
    {
        string marks = Model.Marks.Count > 0 ? $"{Model.Marks.Count} marked  " : "";
        string filtered = Model.Filter is not null ? "FILTERED  " : "";
        string total = Quantity.Count(Model.Total, Model.Noun);
        string count = Model.Count == Model.Total || !Model.IsPart ? total : $"{Quantity.Count(Model.Count, "").TrimEnd(' ', 's')} of {total}";
        return new TextLine(new(marks, Role.Marked), new(filtered, Role.Warn), new(count + " ", Role.Dim));
    }

    public override void Refresh()
    {
        bool isLoading = App.Load?.State == LoadState.Loading;
        // What belongs to records that were told early may have come late.
        if (_wasLoading && !isLoading && Model.Filter is not null) Model.Distrust();
        _wasLoading = isLoading;
        Ask();
    }

    void Ask()
    {
        bool isTooSoon = Model.Total > MaxAtOnce && App.IsReading && !Model.IsStale && Environment.TickCount64 - _asked < MinInterval;
        if (_isAsking || isTooSoon || Model.NextQuery() is not { } query) return;
        _asked = Environment.TickCount64;
        // So few are answered before the next key is looked at: it may be about the rows.
        if (query.Count - Math.Min(query.Count, Model.Answer.Tested) <= (query.Filter is null ? MaxAtOnce : MaxFilteredAtOnce) && query.Count <= MaxAtOnce)
        {
            Take(query.Answer(Model.Answer, CancellationToken.None));
            return;
        }
        _isAsking = true;
        RowOrder last = Model.Answer;
        App.Worker.Do(cancelled =>
        {
            RowOrder answer = query.Answer(last, cancelled);
            return () => Take(answer);
        });
    }

    void Take(RowOrder answer)
    {
        _isAsking = false;
        Model.Answer = answer;
        bool wasAtEnd = _list.IsAtEnd;
        _list.SetCount(Model.Count);
        // The cursor stays on its record, wherever that went.
        if (_follows && wasAtEnd) _list.MoveTo(Model.Count - 1);
        else if (_cursorId >= 0 && IsMoved() && Model.RowOf(_cursorId) is >= 0 and var row) _list.Pin(row);
        Ask();
    }

    bool IsMoved() => _list.Cursor >= Model.Count || Model.IdOf(Model.At(_list.Cursor)) != _cursorId;

    public override void Draw(Canvas canvas)
    {
        if (Model.Filter is { } filter)
        {
            canvas.Line(1, 0, new TextLine(new("/ ", Role.Key), new(filter.Text), new("   Backspace clears", Role.Dim)));
            canvas = canvas.Rows(1, canvas.Height - 1);
        }
        if (Model.Count == 0)
        {
            Empty(canvas);
            return;
        }
        if (_isZoomed) DrawTable(canvas);
        else if (canvas.Width >= WideScreen) DrawWide(canvas);
        else DrawNarrow(canvas);
    }

    void Empty(Canvas canvas)
    {
        string text = App.Load switch
        {
            { State: LoadState.Loading } => "Reading ...",
            { State: LoadState.Failed, Problem: { } problem } => problem,
            _ when Model.Filter is not null && Model.Total > 0 => $"None of {Quantity.Count(Model.Total, Model.Noun)} passes the filter. Backspace clears it, / changes it.",
            _ => EmptyText,
        };
        _detailed = null;
        _details.Lines = [TextLine.Of(text, App.Load?.State == LoadState.Failed ? Role.Error : Role.Normal)];
        _details.Draw(canvas.Part(2, 1, canvas.Width - 4, canvas.Height - 1));
    }

    void DrawWide(Canvas canvas)
    {
        int width = Math.Clamp(Math.Max(DetailWidth, canvas.Width / 3) - App.Settings.Split, LeastPane, canvas.Width - LeastPane);
        int left = canvas.Width - width - 1;
        DrawTable(canvas.Part(0, 0, left, canvas.Height));
        canvas.Part(left, 0, 1, canvas.Height).Fill(canvas.Symbols.Vertical, Role.Dim);
        DrawDetails(canvas.Part(left + 2, 0, width - 2, canvas.Height));
    }

    void DrawNarrow(Canvas canvas)
    {
        int lines = Math.Clamp(DetailLines - App.Settings.Split / ViewSettings.ColumnsPerRow, 0, Math.Max(0, canvas.Height - 8));
        int height = canvas.Height - (lines > 0 ? lines + 1 : 0);
        DrawTable(canvas.Rows(0, height));
        if (lines == 0) return;
        canvas.Row(height).Fill(canvas.Symbols.Horizontal, Role.Dim);
        DrawDetails(canvas.Part(1, height + 1, canvas.Width - 2, lines));
    }

    void DrawTable(Canvas canvas)
    {
        Canvas rows = canvas.Rows(1, canvas.Height - 1);
        _list.Lay(rows);
        _table.Heading(canvas.Row(0), _list);
        _list.Draw(rows, _drawRow);
        _cursorId = Model.IdOf(Model.At(_list.Cursor));
        if (_list.Below > 0 && !_list.IsAtEnd) canvas.Row(0).Right(0, $" {canvas.Symbols.Down}{_list.Below} ", Role.Dim);
    }

    void DrawDetails(Canvas canvas)
    {
        T record = Current!;
        if (!ReferenceEquals(record, _detailed) || _detailedVersion != App.Index.Version + App.Settings.Version)
        {
            (_detailed, _detailedVersion) = (record, App.Index.Version + App.Settings.Version);
            _details.Lines = Model.Details(record);
        }
        _details.Draw(canvas);
    }

    public override bool Handle(InputEvent input)
    {
        if (input is MouseInput { Action: MouseAction.Press } click && _list.Place.Y == click.Y && Model.Count > 0)
        {
            OpenCurrent();
            return true;
        }
        int before = _list.Cursor;
        if (!_list.Handle(input)) return false;
        if (_list.Cursor < before) _follows = false;
        return true;
    }

    /// <summary>Puts the cursor on a record.</summary>
    public void GoToId(long id)
    {
        _cursorId = id;
        Refresh();
        if (Model.RowOf(id) is >= 0 and var row) _list.MoveTo(row);
    }

    /// <summary>Lets only some through; null: all.</summary>
    public void SetFilter(Filter? filter)
    {
        Model.FilterBy(filter);
        _table.Forget();
        Refresh();
    }

    void AskFilter(string text)
    {
        if (text.Length == 0) App.Push(new FilterPrompt(App, Model.Filter, SetFilter));
        else if (Filter.TryParse(text, out Filter? filter, out FilterError? error)) SetFilter(filter);
        else App.Say($"filter: {error}", Role.Error);
    }

    void AddCondition(string sign)
    {
        if (Condition(sign) is { } condition) AskFilter(Model.Filter is { } filter ? $"({filter.Text}) {condition}" : condition);
    }

    // What the cursor's row has in the sorted column, as a condition; null: there is nothing to say.
    string? Condition(string sign)
    {
        if (Current is not { } record || ConditionColumn is not { Field: { } field } column || column.Text(record) is not { Length: > 0 } value) return null;
        return $"{sign}{field}:\"{value.Replace("\"", "", StringComparison.Ordinal)}\"";
    }

    ListColumn<T>? ConditionColumn => Model.SortColumn >= 0 && Model.Columns[Model.SortColumn].Field is not null
        ? Model.Columns[Model.SortColumn]
        : Model.Columns.FirstOrDefault(candidate => candidate.Field is not null);

    void Sort(int step) => SortBy(Model.SortColumn + step, Model.IsDescending);

    void SortBy(int column, bool isDescending)
    {
        Model.SortBy(column, isDescending);
        Refresh();
        string name = Model.SortColumn < 0 ? "time of beginning" : Model.Columns[Model.SortColumn].Header;
        App.Say($"Sorted by {name}{(Model.IsDescending ? ", reversed" : "")}.");
    }

    void Mark()
    {
        if (Current is null) return;
        Model.ToggleMark(_list.Cursor);
        _list.MoveTo(_list.Cursor + 1);
    }

    void Follow()
    {
        _follows = !_follows;
        if (_follows) _list.MoveTo(Model.Count - 1);
        App.Say(_follows ? "The cursor follows new rows, until you move it up." : "The cursor stays where it is.");
    }

    IEnumerable<CopyChoice> CopyChoices()
    {
        if (Current is not { } record) yield break;
        string[] cells = Model.TextsOf(_list.Cursor);
        yield return new CopyChoice('y', "the row", () => string.Join("  ", cells.Where(cell => cell.Length > 0)));
        if (ConditionColumn is { } column) yield return new CopyChoice('c', $"the cell: {column.Header}", () => column.Text(record) ?? "");
        if (Condition("") is { } condition) yield return new CopyChoice('f', $"the filter for it: {condition}", () => condition);
        foreach (CopyChoice choice in CopyText.Of(record, App.Index, App.Settings)) yield return choice;
    }

    void OpenCurrent()
    {
        if (Current is { } record) Open(record);
    }

    void GoTo(string text)
    {
        if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int row)) _list.MoveTo(row - 1);
        else App.Say("goto needs the number of a row, such as ':goto 100'.", Role.Warn);
    }

    ExportScopes ExportScopes()
    {
        Record[] current = Current is { } record ? [record] : [];
        ExportScope[] scopes =
        [
            new("this row", current.Length, () => current),
            new("marked", Model.Marks.Count, () => [.. Model.All().OfType<T>().Where(record => Model.Marks.Contains(Model.IdOf(record)))]),
            new(Model.Filter is null ? "shown" : "filtered", Model.Count, () => [.. Enumerable.Range(0, Model.Count).Select(Model.At)]),
            new("all", Model.Total, Model.All),
        ];
        return new ExportScopes(scopes, Model.Marks.Count > 0 ? 1 : 0, (records, masks) => Model.Table(records.OfType<T>(), masks));
    }
}
