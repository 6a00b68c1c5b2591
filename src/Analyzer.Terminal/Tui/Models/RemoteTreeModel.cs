using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A row of a server's tree.</summary>
/// <param name="Node">What is known of it.</param>
/// <param name="Name">What of its path those above it do not say.</param>
/// <param name="Transfer">Its last transfer; null: there was none.</param>
/// <param name="Place">Where in the tree it is.</param>
sealed record RemoteRow(TreeRecord Node, string Name, TransferRecord? Transfer, TreePlace Place)
{
    /// <summary>How it is known, and what happened to it.</summary>
    public string Knowledge
    {
        get
        {
            string size = Transfer is { } transfer ? $"{transfer.Command} {Quantity.Short(transfer.Size)} {RecordTables.Completeness(transfer.Complete, transfer.Missing)}"
                : Node.Size is { } listed ? Quantity.Short(listed) : "";
            return $"{size} {Node.Modified} {TreeView.StateOf(Node)}".Trim();
        }
    }
}

/// <summary>The directories of one FTP server, as <c>analyzer tree</c> tells them.</summary>
sealed class RemoteTreeModel(CaptureIndex index, Endpoint server)
{
    /// <summary>The entry of a tree while it is put together.</summary>
    sealed record Entry(TreeRecord Node, string Name)
    {
        public List<Entry> Children { get; } = [];
    }

    /// <summary>The entries in the order of their rows.</summary>
    public IReadOnlyList<RemoteRow> Rows { get; private set; } = [];

    IReadOnlyList<TreeRecord>? _made;

    /// <summary>Takes what has come since; false: nothing has.</summary>
    public bool Update()
    {
        if (ReferenceEquals(_made, index.Trees)) return false;
        _made = index.Trees;
        Rows = [.. TreeLines.Flatten(Grow(_made.Where(node => node.Server == server)), entry => entry.Children)
            .Select(row => new RemoteRow(row.Node.Node, row.Node.Name, row.Node.Node.Transfer is { } id ? index.Transfer(id) : null, row.Place))];
        return true;
    }

    // Each directory comes before what is in it.
    static List<Entry> Grow(IEnumerable<TreeRecord> nodes)
    {
        List<Entry> roots = [], open = [];
        foreach (TreeRecord node in nodes)
        {
            while (open.Count > 0 && !IsBelow(node.Path, open[^1].Node.Path)) open.RemoveAt(open.Count - 1);
            string name = open.Count == 0 ? node.Path : node.Path[open[^1].Node.Path.Length..].TrimStart('/');
            var entry = new Entry(node, node.Kind == "directory" && !name.EndsWith('/') ? name + "/" : name);
            (open.Count == 0 ? roots : open[^1].Children).Add(entry);
            open.Add(entry);
        }
        return roots;
    }

    static bool IsBelow(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && path.Length > directory.Length && (directory.EndsWith('/') || path[directory.Length] == '/');
}
