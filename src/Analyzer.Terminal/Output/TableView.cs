using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Analyzer.Terminal.Output;

/// <summary>Collects the records of one kind and prints them as a table.</summary>
abstract class TableView
{
    /// <summary>
    /// The most rows that a table keeps: more than anybody reads in a terminal, and little memory. What is beyond is counted.
    /// </summary>
    public const int MaxRows = 5000;

    /// <summary>Takes the record if it is of the table's kind.</summary>
    public abstract void Offer(Record record);

    /// <summary>Records of the kind so far.</summary>
    public long Count { get; protected set; }

    /// <summary>Prints the rows.</summary>
    public abstract void Print(IAnsiConsole console);
}

/// <inheritdoc/>
/// <param name="noun">What one row is, as a word.</param>
/// <param name="columns">From left to right.</param>
/// <param name="order">By what the rows are put in order.</param>
/// <param name="tone">How good a record is as news.</param>
sealed class TableView<T>(string noun, ImmutableArray<TableColumn<T>> columns, Func<T, long> order, Func<T, Tone> tone) : TableView
    where T : Record
{
    // The most text of a cell that is looked at: what is wider than any terminal is cut anyway.
    const int MaxCell = 400;
    const int DateLength = 11;

    readonly record struct Row(long Order, Tone Tone, string[] Cells);

    readonly List<Row> _rows = [];

    public override void Offer(Record record)
    {
        if (record is not T item) return;
        Count++;
        if (_rows.Count == MaxRows) return;
        var cells = new string[columns.Length];
        for (int i = 0; i < cells.Length; i++) cells[i] = SafeText.From(columns[i].Text(item), MaxCell);
        _rows.Add(new Row(order(item), tone(item), cells));
    }

    public override void Print(IAnsiConsole console)
    {
        string? date = TakeCommonDate();
        console.Write(new Text($"{Quantity.Count(Count, noun)}{(date is null ? "" : $" of {date} (UTC)")}\n", new Style(decoration: Decoration.Bold)));
        if (_rows.Count == 0) return;
        // Rows come in the order of completion; the sort is stable for those that compare equal.
        Row[] rows = [.. _rows.OrderBy(row => row.Order)];
        int[] widths = Widths(rows, console.Profile.Width);
        Table table = new Table().Border(TableBorder.None).HideHeaders();
        for (int i = 0; i < widths.Length; i++)
        {
            if (widths[i] > 0) table.AddColumn(ColumnOf(i, widths[i], isLast: i == LastShown(widths)));
        }
        table.AddRow(Renderables(widths, i => new Text(Cut(Heading(i), widths[i]), new Style(decoration: Decoration.Underline))));
        foreach (Row row in rows) table.AddRow(Renderables(widths, i => new Text(Cut(row.Cells[i], widths[i]), StyleOf(columns[i], row.Tone))));
        console.Write(table);
        if (Count > _rows.Count) console.Write(new Text($"and {Count - _rows.Count} more: use --json for all, or --filter for fewer\n", new Style(decoration: Decoration.Italic)));
    }

    string Heading(int column) => columns[column].Header.ToUpperInvariant();

    static int LastShown(int[] widths) => Array.FindLastIndex(widths, width => width > 0);

    TableColumn ColumnOf(int index, int width, bool isLast)
    {
        var column = new TableColumn("") { Width = width, NoWrap = true, Padding = new Padding(0, 0, isLast ? 0 : TableLayout.Gap, 0) };
        return columns[index].IsNumber ? column.RightAligned() : column;
    }

    static IEnumerable<IRenderable> Renderables(int[] widths, Func<int, IRenderable> cell) =>
        Enumerable.Range(0, widths.Length).Where(i => widths[i] > 0).Select(cell);

    int[] Widths(Row[] rows, int available)
    {
        var needed = new int[columns.Length];
        for (int i = 0; i < needed.Length; i++)
        {
            // A column that says nothing is left out.
            if (rows.All(row => row.Cells[i].Length == 0)) continue;
            needed[i] = Math.Max(Heading(i).Length, rows.Max(row => CellsOf(row.Cells[i])));
        }
        int[] shown = [.. Enumerable.Range(0, needed.Length).Where(i => needed[i] > 0)];
        int[] fitted = TableLayout.Fit(
            [.. shown.Select(i => needed[i])], [.. shown.Select(i => LeastWidth(i, needed[i]))], [.. shown.Select(i => columns[i].Rank)], available);
        var widths = new int[columns.Length];
        for (int i = 0; i < shown.Length; i++) widths[shown[i]] = fitted[i];
        return widths;
    }

    // Half a number or half a time is worse than none.
    int LeastWidth(int column, int needed) => columns[column].IsNumber || columns[column].IsMoment ? needed : columns[column].MinWidth;

    static Style StyleOf(TableColumn<T> column, Tone tone) => !column.IsToned ? Style.Plain : tone switch
    {
        Tone.Error => new Style(Color.Red),
        Tone.Warning => new Style(Color.Yellow),
        _ => Style.Plain,
    };

    // When all moments are of one day, the day is said once.
    string? TakeCommonDate()
    {
        int column = columns.IndexOf(columns.FirstOrDefault(candidate => candidate.IsMoment)!);
        if (column < 0) return null;
        string? first = _rows.Select(row => row.Cells[column]).FirstOrDefault(cell => cell.Length > DateLength);
        if (first is null) return null;
        string date = first[..DateLength];
        if (_rows.Any(row => row.Cells[column].Length > 0 && !row.Cells[column].StartsWith(date, StringComparison.Ordinal))) return null;
        foreach (Row row in _rows)
        {
            if (row.Cells[column].Length > 0) row.Cells[column] = row.Cells[column][DateLength..];
        }
        return date.TrimEnd();
    }

    static int CellsOf(string text) => new Segment(text).CellCount();

    static string Cut(string text, int width)
    {
        if (text.Length <= width && CellsOf(text) <= width) return text;
        int length = 0, cells = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            int more = CellsOf(rune.ToString());
            if (cells + more > width - 1) break;
            cells += more;
            length += rune.Utf16SequenceLength;
        }
        return text[..length] + "…";
    }
}
