using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>The trees of all servers of a run.</summary>
public sealed class RemoteTrees
{
    readonly Dictionary<Endpoint, RemoteTree> _trees = [];
    int _nodes;

    internal RemoteTrees()
    {
    }

    /// <summary>All trees, by server.</summary>
    public IReadOnlyList<RemoteTree> All
    {
        get
        {
            RemoteTree[] all = [.. _trees.Values];
            Array.Sort(all, (one, other) => one.Server.Address.CompareTo(other.Server.Address) is var order && order != 0 ? order : one.Server.Port.CompareTo(other.Server.Port));
            return all;
        }
    }

    /// <summary>Nodes that were left out because there were too many.</summary>
    public int LeftOut { get; private set; }

    internal RemoteTree Of(Endpoint server)
    {
        if (_trees.TryGetValue(server, out RemoteTree? tree)) return tree;
        tree = new RemoteTree(server, this);
        if (_nodes < FtpLimits.MaxTreeNodes) _trees.Add(server, tree);
        return tree;
    }

    internal bool MayAdd()
    {
        if (_nodes < FtpLimits.MaxTreeNodes)
        {
            _nodes++;
            return true;
        }
        LeftOut++;
        return false;
    }

    internal void Removed() => _nodes--;

    /// <summary>Every node as a record, tree by tree, each directory before what is in it.</summary>
    public IEnumerable<TreeRecord> Records() =>
        from tree in All
        from node in tree.Nodes
        select new TreeRecord
        {
            Server = tree.Server,
            Path = node.Path,
            Kind = node.Kind,
            Size = node.Size,
            Modified = node.Modified,
            Mode = node.Mode,
            Owner = node.Owner,
            States = node.States,
            RenamedTo = node.RenamedTo,
            RenamedFrom = node.RenamedFrom,
            Transfer = node.Transfer,
            Time = node.Time,
        };
}

/// <summary>A file or directory on a server as the whole run tells of it: one line of <c>analyzer tree</c>.</summary>
public sealed record TreeRecord : Record
{
    /// <summary>On which server.</summary>
    public required Endpoint Server { get; init; }

    /// <summary>See <see cref="RemoteNode.Path"/>.</summary>
    public required string Path { get; init; }

    /// <summary><c>file</c>, <c>directory</c>, <c>link</c>, or another.</summary>
    public string? Kind { get; init; }

    /// <summary>In bytes.</summary>
    public long? Size { get; init; }

    /// <summary>As last told.</summary>
    public string? Modified { get; init; }

    /// <summary>Permissions.</summary>
    public string? Mode { get; init; }

    /// <summary>Who owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>How it is known, and what happened to it.</summary>
    public NodeStates States { get; init; }

    /// <summary>Where it is now.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Where it was before.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The last transfer of it.</summary>
    public int? Transfer { get; init; }

    /// <summary>When it was last spoken of.</summary>
    public Timestamp Time { get; init; }
}
