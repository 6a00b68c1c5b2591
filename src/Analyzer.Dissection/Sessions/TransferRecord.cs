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

    /// <summary>The last part of the path; for STOU the name that the server chose, where its reply tells.</summary>
    public string? Name { get; init; }

    /// <summary>The bytes of the name as it was given, lower-case hex, where they are not UTF-8 and <see cref="Path"/> is but a reading of them.</summary>
    public string? RawPath { get; init; }

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

    /// <summary>File structure: <c>R</c> or <c>P</c>; null for files without one, which is the default.</summary>
    public string? Structure { get; init; }

    /// <summary>Transmission mode: <c>B</c>, <c>C</c> or <c>Z</c>; null for stream mode, which is the default.</summary>
    public string? Transmission { get; init; }

    /// <summary>REST's offset.</summary>
    public long Offset { get; init; }

    /// <summary>How many bytes the server (or ALLO) said that there are; advisory, and often of something else.</summary>
    public long? AnnouncedSize { get; init; }

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

    /// <summary>It was stopped before its end: it is partial by intent.</summary>
    public bool Aborted { get; init; }

    /// <summary>Bytes lost in gaps.</summary>
    public long Missing { get; init; }

    /// <summary>Bytes of the file after decoding (MODE B, C, Z; STRU R; TYPE E); null where it is sent as it is.</summary>
    public long? DecodedSize { get; init; }

    /// <summary>Over the decoded bytes, lower-case hex; null where nothing was decoded, or not all.</summary>
    public string? DecodedSha256 { get; init; }

    /// <summary>The whole file, where this transfer and earlier ones hold its parts (REST, APPE).</summary>
    public JoinedFile? Joined { get; init; }

    /// <summary>The final reply's code.</summary>
    public string? ReplyCode { get; init; }

    /// <summary>The entries of a listing.</summary>
    public IReadOnlyList<ListingEntry>? Entries { get; init; }

    /// <summary>
    /// Which rule bound the data connection to the command: <c>announced-endpoint</c>, <c>extended-port</c>, <c>announced-port</c>,
    /// <c>default-port</c>, <c>port-and-one-host</c>, <c>hosts-and-size</c>, <c>port-and-time</c>, <c>hosts-and-time</c>.
    /// </summary>
    public string? MatchedBy { get; init; }

    /// <summary>How far to trust that rule: <c>certain</c>, <c>likely</c> or <c>guess</c>.</summary>
    public string? Certainty { get; init; }

    /// <summary>Where it was exported to, relative to the export directory.</summary>
    public string? File { get; init; }

    /// <summary>Where its bytes lie.</summary>
    public Content Content { get; init; } = Content.Empty;

    /// <summary>The TLS records of its data connection that it was read out of; null when it was sent in clear, or they are not known.</summary>
    public TlsOrigin? Origin { get; init; }
}

/// <summary>A file put together from the pieces that several transfers brought.</summary>
/// <param name="From">Ids of the transfers, in the order of their pieces.</param>
/// <param name="Size">Bytes of the whole.</param>
/// <param name="Sha256">Over these bytes, lower-case hex; null when not computed, or not to be had.</param>
/// <param name="IsDoubtful">Something speaks against it: a finding tells what.</param>
/// <param name="Content">Where its bytes lie.</param>
public sealed record JoinedFile(IReadOnlyList<int> From, long Size, string? Sha256, bool IsDoubtful, Content Content)
{
    /// <summary>Where it was exported to, relative to the export directory.</summary>
    public string? File { get; init; }
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
