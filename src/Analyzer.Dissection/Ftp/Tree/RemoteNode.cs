using Analyzer.Capture;

namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>What a capture tells of a file or directory on a server; several may hold.</summary>
[Flags]
public enum NodeStates
{
    /// <summary>Only named: by SIZE, MDTM, or as a directory on the way to something.</summary>
    None = 0,

    /// <summary>It stood in a listing.</summary>
    Listed = 1,

    /// <summary>A session went there.</summary>
    Visited = 2,

    /// <summary>It was downloaded, or part of it.</summary>
    Downloaded = 4,

    /// <summary>It was uploaded, or part of it.</summary>
    Uploaded = 8,

    /// <summary>Its content or its attributes changed while the capture ran.</summary>
    Changed = 16,

    /// <summary>It was made while the capture ran.</summary>
    Created = 32,

    /// <summary>It has another name now (<see cref="RemoteNode.RenamedTo"/>), and is no longer here.</summary>
    Renamed = 64,

    /// <summary>It was deleted.</summary>
    Deleted = 128,

    /// <summary>The server refused to go there or to hand it out.</summary>
    Denied = 256,
}

/// <summary>A file or directory on a server, as far as the capture tells.</summary>
public sealed class RemoteNode
{
    internal RemoteNode(string path) => Path = path;

    /// <summary>
    /// From the server's root on; when the root was not told, from <c>~</c> and the user's name on, which stands for where the login led.
    /// </summary>
    public string Path { get; }

    /// <summary>The last part of the path.</summary>
    public string Name => RemotePath.NameOf(Path) ?? Path;

    /// <summary><c>file</c>, <c>directory</c>, <c>link</c>, or another; null when not told.</summary>
    public string? Kind { get; internal set; }

    /// <summary>In bytes, as last told.</summary>
    public long? Size { get; internal set; }

    /// <summary>As last told.</summary>
    public string? Modified { get; internal set; }

    /// <summary>Permissions, as last listed.</summary>
    public string? Mode { get; internal set; }

    /// <summary>Who owns it, as last listed.</summary>
    public string? Owner { get; internal set; }

    /// <summary>How it is known, and what happened to it.</summary>
    public NodeStates States { get; internal set; }

    /// <summary>Where it is now, when it was renamed.</summary>
    public string? RenamedTo { get; internal set; }

    /// <summary>Where it was before, when it was renamed. What lies below a renamed directory stays under its old name.</summary>
    public string? RenamedFrom { get; internal set; }

    /// <summary>The last transfer of it; null when there was none.</summary>
    public int? Transfer { get; internal set; }

    /// <summary>When it was last spoken of.</summary>
    public Timestamp Time { get; internal set; } = Timestamp.Unknown;

    /// <summary>What was known of it under another path.</summary>
    internal void TakeOver(RemoteNode old)
    {
        (Size, Modified, Mode, Owner) = (Size ?? old.Size, Modified ?? old.Modified, Mode ?? old.Mode, Owner ?? old.Owner);
        (Transfer, RenamedTo, RenamedFrom) = (Transfer ?? old.Transfer, RenamedTo ?? old.RenamedTo, RenamedFrom ?? old.RenamedFrom);
    }
}
