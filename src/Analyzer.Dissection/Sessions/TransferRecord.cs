using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>A file or listing on an FTP data connection.</summary>
public sealed record TransferRecord : Record
{
    /// <summary>From 1.</summary>
    public required int Id { get; init; }

    /// <summary>The control session's id.</summary>
    public required int Session { get; init; }

    /// <summary><c>RETR</c>, <c>STOR</c>, <c>STOU</c>, <c>APPE</c>, <c>LIST</c>, <c>NLST</c>, <c>MLSD</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Absolute when the working directory is known, else as given.</summary>
    public string? Path { get; init; }

    /// <summary>The last part of the path.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the server sent it.</summary>
    public bool IsDownload { get; init; }

    /// <summary><c>active</c>, <c>passive</c>, <c>extended-active</c>, <c>extended-passive</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The data connection's stream id.</summary>
    public long? Stream { get; init; }

    /// <summary>Who opened the data connection.</summary>
    public Endpoint? DataClient { get; init; }

    /// <summary>Who listened for it.</summary>
    public Endpoint? DataServer { get; init; }

    /// <summary><c>A</c>, <c>I</c> and so on.</summary>
    public string? Representation { get; init; }

    /// <summary>REST's offset.</summary>
    public long Offset { get; init; }

    /// <summary>Of the data connection's first packet.</summary>
    public Timestamp Time { get; init; }

    /// <summary>Of its last packet.</summary>
    public Timestamp End { get; init; }

    /// <summary>Bytes that the capture holds.</summary>
    public long Size { get; init; }

    /// <summary>Over the bytes on the data connection as they were.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether every byte of it is here.</summary>
    public bool Complete { get; init; }

    /// <summary>Bytes lost in gaps.</summary>
    public long Missing { get; init; }

    /// <summary>The final reply's code.</summary>
    public string? ReplyCode { get; init; }

    /// <summary>The entries of a listing.</summary>
    public IReadOnlyList<ListingEntry>? Entries { get; init; }

    /// <summary>Which rule bound the data connection to the command.</summary>
    public string? MatchedBy { get; init; }

    /// <summary>Where it was exported to, relative to the export directory.</summary>
    public string? File { get; init; }

    /// <summary>Where its bytes lie.</summary>
    public Content Content { get; init; } = Content.Empty;
}

/// <summary>One line of a directory listing.</summary>
public sealed record ListingEntry
{
    /// <summary>The file's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>file</c>, <c>directory</c>, <c>link</c>, or another.</summary>
    public string? Kind { get; init; }

    /// <summary>In bytes.</summary>
    public long? Size { get; init; }

    /// <summary>As the listing has it.</summary>
    public string? Modified { get; init; }

    /// <summary>Permissions as the listing has them.</summary>
    public string? Mode { get; init; }

    /// <summary>Who owns it.</summary>
    public string? Owner { get; init; }
}
