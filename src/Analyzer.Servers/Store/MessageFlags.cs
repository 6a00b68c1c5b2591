namespace Analyzer.Servers.Store;

/// <summary>The system flags of a message (RFC 3501, section 2.3.2), without \Recent, which belongs to a session.</summary>
[Flags]
public enum MessageFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>\Draft.</summary>
    Draft = 1,

    /// <summary>\Flagged.</summary>
    Flagged = 2,

    /// <summary>\Answered.</summary>
    Answered = 4,

    /// <summary>\Seen.</summary>
    Seen = 8,

    /// <summary>\Deleted.</summary>
    Deleted = 16,
}
