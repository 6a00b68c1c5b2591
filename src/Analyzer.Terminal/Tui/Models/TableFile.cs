using System.Text;
using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Writes a table as comma-separated values (RFC 4180, UTF-8).</summary>
static class TableFile
{
    /// <summary>What the file is called.</summary>
    public const string Name = "table.csv";

    /// <summary>Writes it; says a sentence when that fails.</summary>
    public static bool Write(ExportDirectory directory, IEnumerable<string[]> lines, Action<string> tell)
    {
        var text = new StringBuilder();
        foreach (string[] cells in lines) text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
        return FileOutput.Write(directory, "", Name, Encoding.UTF8.GetBytes(text.ToString()), tell);
    }

    // A spreadsheet takes what begins like this for a formula, and captured text may be one.
    static string Quoted(string cell)
    {
        string safe = cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
