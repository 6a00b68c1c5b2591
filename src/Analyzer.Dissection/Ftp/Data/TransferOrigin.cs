namespace Analyzer.Dissection.Ftp.Data;

/// <summary>Where a transfer comes from: its command, or the reply that told of it.</summary>
sealed record TransferOrigin
{
    /// <summary>The packet with the command (or the reply).</summary>
    public long Packet { get; init; }

    /// <summary>The path as the record has it.</summary>
    public string? Path { get; init; }

    /// <summary>Its place in the tree of the server; null when no name is known.</summary>
    public string? TreePath { get; init; }

    /// <summary>The path's bytes where they are not UTF-8.</summary>
    public byte[]? RawPath { get; init; }

    /// <summary>As a reply told it, where the capture lacks the TYPE.</summary>
    public string? Representation { get; init; }

    /// <summary>The command itself is not in the capture.</summary>
    public bool IsInferred { get; init; }

    /// <summary>Nor do the replies tell what it was: the data will.</summary>
    public bool IsOpen { get; init; }
}
