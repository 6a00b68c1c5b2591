using System.Text;
using Analyzer.Capture.Sources.Live;
using Spectre.Console;

namespace Analyzer.Terminal.Output;

/// <summary>Network interfaces as a table.</summary>
static class InterfaceTable
{
    public static void Print(IReadOnlyList<LiveDevice> devices, StandardStreams streams)
    {
        using var writer = new StreamWriter(streams.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        IAnsiConsole console = PlainConsole.On(new TrimmingWriter(writer), streams);
        Table table = new Table().Border(TableBorder.None).HideHeaders();
        string[] headers = ["NAME", "STATE", "ADDRESSES", "DESCRIPTION"];
        foreach (string header in headers) table.AddColumn(new Spectre.Console.TableColumn("") { Padding = new Padding(0, 0, TableLayout.Gap, 0) });
        table.AddRow(headers.Select(header => new Text(header, new Style(decoration: Decoration.Underline))));
        foreach (LiveDevice device in devices)
        {
            table.AddRow(
                new Text(SafeText.From(device.Name)),
                new Text(StateOf(device)),
                new Text(string.Join("\n", device.Addresses)),
                new Text(SafeText.From(device.Description)));
        }
        console.Write(table);
    }

    /// <summary>Whether it is worth watching, in a few words.</summary>
    internal static string StateOf(LiveDevice device)
    {
        string state = !device.IsUp ? "down" : device.IsRunning ? "up" : "no link";
        if (device.IsLoopback) state += ", loopback";
        return device.IsDefault ? state + ", default" : state;
    }
}
