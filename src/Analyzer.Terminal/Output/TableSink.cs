using System.Text;
using Analyzer.Dissection.Sessions;
using Spectre.Console;

namespace Analyzer.Terminal.Output;

/// <summary>Collects records for one or more tables and prints these at the end.</summary>
sealed class TableSink(params IReadOnlyList<TableView> tables) : IRecordSink
{
    /// <summary>Tables that follow if they have rows.</summary>
    public IReadOnlyList<TableView> IfAny { get; init; } = [];

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        foreach (TableView table in tables) table.Offer(record);
        foreach (TableView table in IfAny) table.Offer(record);
    }

    /// <summary>Prints the tables, a blank line between them.</summary>
    public void Print(StandardStreams streams)
    {
        using var writer = new StreamWriter(streams.Output, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        IAnsiConsole console = PlainConsole.On(new TrimmingWriter(writer), streams);
        bool isFirst = true;
        foreach (TableView table in tables.Concat(IfAny.Where(table => table.Count > 0)))
        {
            if (!isFirst) console.WriteLine();
            table.Print(console);
            isFirst = false;
        }
    }
}
