using Analyzer.Servers.Hosting;

namespace Analyzer.Terminal.Commands;

/// <summary>What <c>fetch</c> is to do.</summary>
sealed record FetchRequest
{
    public required FetchPlace Place { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>Null: in clear text, as the text-books show it.</summary>
    public string? Mechanism { get; init; }

    public bool UsesStartTls { get; init; }

    public bool Compresses { get; init; }

    /// <summary>Only tell what there is.</summary>
    public bool OnlyLists { get; init; }

    /// <summary>Remove from the server what was fetched.</summary>
    public bool Deletes { get; init; }

    public bool OnlyHeaders { get; init; }

    /// <summary>The part to fetch, such as 2 or 2.1; null: the message.</summary>
    public string? Part { get; init; }

    /// <summary>IMAP search keys; null: all messages.</summary>
    public string? Search { get; init; }

    /// <summary>Null: standard output.</summary>
    public DirectoryInfo? Output { get; init; }

    public bool ShowsDialogue { get; init; }

    public bool IsQuiet { get; init; }

    public required AgentOptions Agent { get; init; }
}
