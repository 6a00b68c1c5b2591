using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A file or directory on an FTP server, as far as listings and transfers tell.</summary>
sealed class RemoteEntry(string name)
{
    readonly SortedDictionary<string, RemoteEntry> _children = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>What it holds, by name.</summary>
    public IReadOnlyList<RemoteEntry> Children => [.. _children.Values];

    /// <summary>Its last transfer; null: it was only listed.</summary>
    public TransferRecord? Transfer { get; set; }

    /// <summary>What a listing says of it.</summary>
    public ListingEntry? Listed { get; set; }

    public bool IsDirectory => _children.Count > 0 || Listed?.Kind == "directory";

    /// <summary>The entry of that name, made when it is new.</summary>
    public RemoteEntry Child(string child)
    {
        if (!_children.TryGetValue(child, out RemoteEntry? entry)) _children.Add(child, entry = new RemoteEntry(child));
        return entry;
    }
}

/// <summary>The directories of one FTP server, put together from every listing and transfer in the capture.</summary>
sealed class RemoteTreeModel
{
    // A tree that a person looks through; servers with more are looked at through a filter.
    const int MaxEntries = 50_000;
    const int MaxDepth = 64;

    readonly RemoteEntry _root = new("/");
    int _entries;

    public RemoteTreeModel(CaptureIndex index, Endpoint server)
    {
        int count = index.Transfers.Count;
        for (int i = 0; i < count; i++)
        {
            TransferRecord transfer = index.Transfers[i];
            if (index.Session(transfer.Session)?.Server.Address == server.Address) Add(transfer);
        }
        Rows = TreeLines.Flatten([_root], entry => entry.Children);
    }

    /// <summary>The entries in the order of their rows.</summary>
    public IReadOnlyList<(RemoteEntry Entry, TreePlace Place)> Rows { get; }

    void Add(TransferRecord transfer)
    {
        if (transfer.Entries is not { } listing)
        {
            if (transfer.Path is { Length: > 0 } path) At(path).Transfer = transfer;
            return;
        }
        RemoteEntry folder = At(transfer.Path ?? "/");
        foreach (ListingEntry listed in listing)
        {
            if (listed.Name is "." or ".." || _entries++ > MaxEntries) continue;
            folder.Child(listed.Name).Listed = listed;
        }
    }

    RemoteEntry At(string path)
    {
        RemoteEntry entry = _root;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Take(MaxDepth))
        {
            if (_entries++ > MaxEntries) break;
            entry = entry.Child(part);
        }
        return entry;
    }

    /// <summary>How an entry is known.</summary>
    public static string Knowledge(RemoteEntry entry) => entry switch
    {
        { Transfer: { } transfer } => $"{transfer.Command} {Quantity.Short(transfer.Size)} {RecordTables.Completeness(transfer.Complete, transfer.Missing)}",
        { Listed: { } listed } => $"{(listed.Size is { } size ? Quantity.Short(size) : listed.Kind)} {listed.Modified}".TrimEnd(),
        _ => "",
    };
}
