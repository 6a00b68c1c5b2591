using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>
/// The files and directories of one server, as the sessions of a capture tell of them: from PWD, CWD, listings, SIZE and MDTM,
/// transfers, renamings and deletions. The state is the last one; the transfers and exchanges tell the history.
/// </summary>
public sealed class RemoteTree
{
    readonly Dictionary<string, RemoteNode> _nodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<string>> _atHome = new(StringComparer.Ordinal);
    readonly RemoteTrees _all;

    internal RemoteTree(Endpoint server, RemoteTrees all) => (Server, _all) = (server, all);

    /// <summary>Whose tree it is.</summary>
    public Endpoint Server { get; }

    /// <summary>All nodes, by path, each directory directly before what is in it.</summary>
    // The slash counts as less than any other character: else /a-b would stand between /a and /a/b.
    public IEnumerable<RemoteNode> Nodes => _nodes.Values.OrderBy(node => node.Path.Replace('/', '\0'), StringComparer.Ordinal);

    /// <summary>What is known of a path; null when nothing.</summary>
    public RemoteNode? Find(string path) => _nodes.GetValueOrDefault(path);

    internal RemoteNode? Note(string path, NodeStates states, Timestamp time, string? kind = null)
    {
        if (RemotePath.IsAtHome(path)) path = Placed(path);
        if (!_nodes.TryGetValue(path, out RemoteNode? node))
        {
            if (path.Length > FtpLimits.MaxPath || !_all.MayAdd()) return null;
            _nodes.Add(path, node = new RemoteNode(path));
            if (RemotePath.IsAtHome(path)) RememberAtHome(path);
        }
        node.States = node.States & ~NodeStates.Deleted & ~NodeStates.Renamed | states;
        node.Kind = kind ?? node.Kind;
        node.Time = time;
        return node;
    }

    static string HomeIn(string path) => path.IndexOf('/', StringComparison.Ordinal) is > 0 and int slash ? path[..slash] : path;

    string Placed(string path)
    {
        string home = HomeIn(path);
        return _places.TryGetValue(home, out string? place) ? RemotePath.Combine(place, path[home.Length..].TrimStart('/')) ?? path : path;
    }

    void RememberAtHome(string path)
    {
        if (!_atHome.TryGetValue(HomeIn(path), out List<string>? paths)) _atHome.Add(HomeIn(path), paths = []);
        paths.Add(path);
    }

    /// <summary>It turns out where a home is: what was noted below it moves there.</summary>
    internal void Place(string home, string place)
    {
        if (!_places.TryAdd(home, place) || !_atHome.Remove(home, out List<string>? paths)) return;
        foreach (string path in paths)
        {
            if (!_nodes.Remove(path, out RemoteNode? old)) continue;
            _all.Removed();
            if (Note(path, old.States, old.Time, old.Kind) is { } node) node.TakeOver(old);
        }
    }

    internal void NoteListing(string directory, IReadOnlyList<ListingEntry> entries, Timestamp time)
    {
        if (entries is [{ Kind: "file" } only] && RemotePath.NameOf(only.Name) == RemotePath.NameOf(directory))
        {
            NoteEntry(directory, only, time); // A file was listed, not a directory.
            return;
        }
        Note(directory, NodeStates.Visited, time, "directory");
        string repeated = RemotePath.NameOf(directory) + "/"; // NLST may give each name with the directory that was asked for.
        foreach (ListingEntry entry in entries)
        {
            if (entry.Name is "." or ".." || entry.Kind is "cdir" or "pdir") continue;
            string name = entry.Name.StartsWith(repeated, StringComparison.Ordinal) ? entry.Name[repeated.Length..] : entry.Name;
            if (RemotePath.Combine(directory, name) is { } path) NoteEntry(path, entry, time);
        }
    }

    internal void NoteEntry(string path, ListingEntry entry, Timestamp time)
    {
        if (Note(path, NodeStates.Listed, time, entry.Kind) is not { } node) return;
        NoteSize(node, entry.Kind == "directory" ? null : entry.Size);
        NoteModified(node, entry.Modified);
        node.Mode = entry.Mode ?? node.Mode;
        node.Owner = entry.Owner ?? node.Owner;
    }

    internal static void NoteSize(RemoteNode node, long? size)
    {
        if (size is null) return;
        if (node.Size is { } before && before != size) node.States |= NodeStates.Changed;
        node.Size = size;
    }

    // Listings of different forms tell the same time differently: only the same form can show a change.
    internal static void NoteModified(RemoteNode node, string? modified)
    {
        if (modified is null) return;
        if (node.Modified is { } before && before != modified && before.Length == modified.Length && before.Contains(' ', StringComparison.Ordinal) == modified.Contains(' ', StringComparison.Ordinal))
        {
            node.States |= NodeStates.Changed;
        }
        node.Modified = modified;
    }

    internal void NoteRenaming(string from, string to, Timestamp time)
    {
        RemoteNode? old = Note(from, NodeStates.Renamed, time), renamed = Note(to, NodeStates.Changed, time, old?.Kind);
        if (old is not null) old.RenamedTo = to;
        if (renamed is null || old is null) return;
        (renamed.Size, renamed.Modified, renamed.Mode, renamed.Owner, renamed.RenamedFrom) = (old.Size, old.Modified, old.Mode, old.Owner, from);
    }
}
