using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Spectre.Console;

namespace Analyzer.Terminal.Output;

/// <summary>
/// Prints what is known of FTP servers as trees: one for each server, names indented below their directory. Takes the nodes in their
/// order: server by server, each directory directly before what is in it.
/// </summary>
sealed class TreeView : TableView
{
    sealed record Server(Endpoint Address, TableView<TreeRecord> Table);

    readonly List<Server> _servers = [];
    readonly List<string> _open = [];

    public override void Offer(Record record)
    {
        if (record is not TreeRecord node) return;
        Count++;
        if (_servers.Count == 0 || _servers[^1].Address != node.Server)
        {
            // Beyond as many rows as a table has, only what is left out is counted.
            if (_servers.Count == MaxRows) return;
            _servers.Add(new Server(node.Server, Table()));
            _open.Clear();
        }
        _servers[^1].Table.Offer(node);
    }

    public override void Print(IAnsiConsole console)
    {
        if (_servers.Count == 0) console.Write(new Text("no FTP server's files are told of\n", new Style(decoration: Decoration.Bold)));
        bool isFirst = true;
        foreach (Server server in _servers)
        {
            if (!isFirst) console.WriteLine();
            console.Write(new Text($"ftp://{server.Address}\n", new Style(decoration: Decoration.Bold)));
            server.Table.Print(console);
            isFirst = false;
        }
    }

    TableView<TreeRecord> Table() => new(
        "path",
        [
            new("Name", Indented) { MinWidth = 30 },
            new("Size", node => node.Size is { } size && node.Kind != "directory" ? Quantity.Short(size) : "") { IsNumber = true },
            new("Modified", node => node.Modified) { Rank = 3, MinWidth = 12 },
            new("Mode", node => node.Mode) { Rank = 5, MinWidth = 10 },
            new("Owner", node => node.Owner) { Rank = 6 },
            new("Seen", node => Quantity.Moment(node.Time)) { IsMoment = true, Rank = 4 },
            new("File", node => node.Transfer is { } transfer ? $"{transfer}" : "") { IsNumber = true, Rank = 2 },
            new("State", StateOf) { IsToned = true, MinWidth = 12 },
        ],
        node => 0,
        ToneOf);

    // Below the nearest directory that is told of itself.
    string Indented(TreeRecord node)
    {
        while (_open.Count > 0 && !IsBelow(node.Path, _open[^1])) _open.RemoveAt(_open.Count - 1);
        string name = _open.Count == 0 ? node.Path : node.Path[_open[^1].Length..].TrimStart('/');
        string indent = new(' ', 2 * _open.Count);
        _open.Add(node.Path);
        return indent + name + (node.Kind == "directory" && !name.EndsWith('/') ? "/" : "");
    }

    static bool IsBelow(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && path.Length > directory.Length && (directory.EndsWith('/') || path[directory.Length] == '/');

    /// <summary>What happened to it; where nothing did, how it is known.</summary>
    internal static string StateOf(TreeRecord node)
    {
        var words = new List<string>();
        foreach ((NodeStates state, string word) in Words.NodeStates)
        {
            if (state is not (NodeStates.Listed or NodeStates.Visited or NodeStates.Renamed) && node.States.HasFlag(state)) words.Add(word);
        }
        if (node.States.HasFlag(NodeStates.Renamed)) words.Add($"renamed to {node.RenamedTo}");
        if (node.RenamedFrom is { } from) words.Add($"was {from}");
        if (words.Count > 0) return string.Join(", ", words);
        if (node.States.HasFlag(NodeStates.Visited)) return "visited";
        return node.States.HasFlag(NodeStates.Listed) ? "only listed" : "only named";
    }

    static Tone ToneOf(TreeRecord node)
    {
        if (node.States.HasFlag(NodeStates.Deleted)) return Tone.Error;
        bool isChanged = (node.States & (NodeStates.Uploaded | NodeStates.Changed | NodeStates.Created | NodeStates.Renamed | NodeStates.Denied)) != 0;
        return isChanged ? Tone.Warning : Tone.Plain;
    }
}
