using System.Collections.Immutable;
using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A list of records of one kind: filtered, sorted, marked. It knows nothing of how it is drawn.</summary>
abstract class ListModel<T>(CaptureIndex index, AppendOnlyList<T> source, ViewSettings settings)
    where T : Record
{
    readonly Dictionary<int, Cells> _cells = [];
    ImmutableHashSet<long> _marks = [];
    RowOrder _order = RowOrder.Empty;
    int _settingsVersion, _counted;
    long _indexVersion, _rewritten;
    bool _isStale = true;

    // Rows whose texts are kept: some screenfuls.
    const int MaxCells = 500;

    protected CaptureIndex Index => index;

    protected ViewSettings Settings => settings;

    /// <summary>Changes when rows are shown in another way.</summary>
    public int ShownVersion => settings.Version;

    /// <summary>What one row is, as a word.</summary>
    public abstract string Noun { get; }

    /// <summary>From left to right.</summary>
    public abstract ImmutableArray<ListColumn<T>> Columns { get; }

    /// <summary>What tells a record from all others of its kind.</summary>
    public abstract long IdOf(T record);

    /// <summary>In what order the rows stand when no column sorts them; null: as they were told.</summary>
    protected virtual Func<T, long>? Order => IdOf;

    /// <summary>A few lines on a record.</summary>
    public abstract IReadOnlyList<TextLine> Details(T record);

    /// <summary>The time of the capture's first packet, as far as it is known.</summary>
    protected Timestamp Start => index.Sessions.Count > 0 ? index.Sessions[0].Start : Timestamp.Unknown;

    /// <summary>Rows that are shown.</summary>
    public int Count => _order.Rows.Length;

    /// <summary>Some records may be left out.</summary>
    public bool IsPart => Filter is not null || Scope is not null;

    /// <summary>Records that there are.</summary>
    public int Total => source.Count;

    /// <summary>The columns that the user does not want to see, by their places.</summary>
    public ISet<int> HiddenColumns { get; } = new HashSet<int>();

    /// <summary>What is let through; null: all.</summary>
    public Filter? Filter { get; private set; }

    /// <summary>The column that the rows are sorted by; -1: the order in which things began.</summary>
    public int SortColumn { get; private set; } = -1;

    public bool IsDescending { get; private set; }

    /// <summary>The records that the user has marked, by id.</summary>
    public IReadOnlySet<long> Marks => _marks;

    /// <summary>The record in a row.</summary>
    public T At(int row) => source[_order.Rows[row]];

    /// <summary>The row of a record; -1: it is not shown.</summary>
    public int RowOf(long id)
    {
        for (int row = 0; row < Count; row++)
        {
            if (IdOf(At(row)) == id) return row;
        }
        return -1;
    }

    /// <summary>The texts of a row, one for each column.</summary>
    public string[] TextsOf(int row) => CellsOf(row).Texts;

    /// <summary>The roles of these texts.</summary>
    public Role[] RolesOf(int row) => CellsOf(row).Roles;

    readonly record struct Cells(string[] Texts, Role[] Roles);

    Cells CellsOf(int row)
    {
        if (_settingsVersion != settings.Version || _indexVersion != index.Version || _cells.Count > MaxCells) _cells.Clear();
        (_settingsVersion, _indexVersion) = (settings.Version, index.Version);
        int place = _order.Rows[row];
        // With what is in the row before, it changes with the order.
        if (settings.Time == TimeFormat.Delta) _cells.Remove(place);
        if (_cells.TryGetValue(place, out Cells cells)) return cells;
        T record = source[place];
        return _cells[place] = new Cells([.. Columns.Select(column => TextIn(column, record, row))], [.. Columns.Select(column => column.Role?.Invoke(record) ?? Role.Normal)]);
    }

    string TextIn(ListColumn<T> column, T record, int row)
    {
        if (column.Moment is not { } moment || settings.Time != TimeFormat.Delta || row == 0) return column.Text(record) ?? "";
        return settings.Moment(moment(record), Start, moment(At(row - 1)));
    }

    /// <summary>All records, whether they are shown or not.</summary>
    public IReadOnlyList<Record> All()
    {
        var all = new Record[source.Count];
        for (int i = 0; i < all.Length; i++) all[i] = source[i];
        return all;
    }

    /// <summary>The headings of all columns, then the texts of each record.</summary>
    public IEnumerable<string[]> Table(IEnumerable<T> records, bool masksSecrets)
    {
        yield return [.. Columns.Select(column => column.Header)];
        foreach (T record in records) yield return [.. Columns.Select(column => TextOf(column, record, masksSecrets))];
    }

    static string TextOf(ListColumn<T> column, T record, bool masksSecrets)
    {
        if (column.Secret?.Invoke(record) is { Length: > 0 } secret) return masksSecrets ? RecordTables.Mask : secret;
        return column.Text(record) ?? "";
    }

    /// <summary>Whether a row is marked.</summary>
    public bool IsMarked(int row) => _marks.Contains(IdOf(At(row)));

    /// <summary>Marks a row, or unmarks it.</summary>
    public void ToggleMark(int row)
    {
        long id = IdOf(At(row));
        _marks = _marks.SymmetricExcept([id]);
    }

    /// <summary>Marks what is not marked of the shown rows, and the reverse.</summary>
    public void InvertMarks() => _marks = _marks.SymmetricExcept(Enumerable.Range(0, Count).Select(row => IdOf(At(row))));

    /// <summary>Marks all that is shown; when that is marked already, nothing.</summary>
    public void ToggleAllMarks()
    {
        IEnumerable<long> shown = Enumerable.Range(0, Count).Select(row => IdOf(At(row)));
        _marks = _marks.IsSupersetOf(shown) ? [] : _marks.Union(shown);
    }

    /// <summary>What is shown at all, whatever the filter says; null: everything. Change it only with <see cref="Distrust"/>.</summary>
    protected virtual Predicate<T>? Scope => null;

    /// <summary>Lets only some through.</summary>
    public void FilterBy(Filter? filter)
    {
        Filter = filter;
        _isStale = true;
    }

    /// <summary>Sorts by another column.</summary>
    public void SortBy(int column, bool isDescending)
    {
        (SortColumn, IsDescending, _isStale) = (Math.Clamp(column, -1, Columns.Length - 1), isDescending, true);
    }

    /// <summary>All has to be looked at again: what belongs to records that were told before has come since.</summary>
    public void Distrust() => (_order, _isStale) = (_order with { Tested = int.MaxValue }, true);

    /// <summary>The user has asked for other rows, or another order.</summary>
    public bool IsStale => _isStale;

    /// <summary>Whether records change in their places: what passed the filter, and the order, may change with them.</summary>
    protected virtual bool IsRewritten => false;

    /// <summary>The question which rows are to be shown; null: the rows are those already.</summary>
    public RowQuery<T>? NextQuery()
    {
        int count = settings.IsPaused && _counted > 0 ? _counted : source.Count;
        if (IsRewritten && !settings.IsPaused && (Filter is not null || SortColumn >= 0) && _rewritten != index.Rewritten) _order = _order with { Tested = int.MaxValue };
        if (!_isStale && _order.Tested == count) return null;
        (_isStale, _counted, _rewritten) = (false, count, index.Rewritten);
        ListColumn<T>? column = SortColumn < 0 ? null : Columns[SortColumn];
        ImmutableHashSet<long> marks = _marks;
        MessageHeaders? headers = Filter is { NeedsHeaders: true } && index.Store is { } store ? new MessageHeaders(store) : null;
        return new RowQuery<T>
        {
            Source = source,
            Count = count,
            Filter = Filter,
            Scope = Scope,
            Subject = record => Subject(record) with { IsMarked = marks.Contains(IdOf(record)), Headers = headers },
            Key = column is null ? Order : column.Key,
            Text = column?.Text,
            IsDescending = IsDescending,
        };
    }

    /// <summary>The answer that was given last.</summary>
    public RowOrder Answer
    {
        get => _order;
        set => _order = value;
    }

    /// <summary>Asks and answers at once, on this thread: for views that are printed.</summary>
    public void Update()
    {
        if (NextQuery() is { } query) _order = query.Answer(_order, CancellationToken.None);
    }

    FilterSubject Subject(T record)
    {
        if (record is SessionRecord session) return new FilterSubject(record, null, index.BySession.Of(session.Id));
        return new FilterSubject(record, FilterSubject.SessionOf(record) is { } id ? index.Session(id) : null);
    }
}
