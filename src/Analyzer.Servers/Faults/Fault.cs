using System.Net;

namespace Analyzer.Servers.Faults;

/// <summary>
/// What a server is to do wrong at one point of a dialogue; all rules that match there, taken together. A server heeds what makes sense
/// at that point and ignores the rest.
/// </summary>
public sealed record Fault
{
    /// <summary>Nothing goes wrong.</summary>
    public static Fault None { get; } = new();

    /// <summary>How long to wait before anything else, on the network's clock.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// What to answer instead of doing what was asked; null: do it. Without the line end, and for IMAP without the tag unless it begins
    /// with <c>*</c> or <c>+</c>.
    /// </summary>
    public string? Reply { get; init; }

    /// <summary>How the connection is to end now, after <see cref="Reply"/> where there is one.</summary>
    public FaultEnding Ending { get; init; }

    /// <summary>Octets of content after which the connection ends, as <see cref="Ending"/> says (else it is closed); null: all are sent or taken.</summary>
    public long? Cut { get; init; }

    /// <summary>What an announced number of octets is wrong by.</summary>
    public int CountError { get; init; }

    /// <summary>The address to announce in FTP's 227 instead of the true one, as behind a NAT that does not translate it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What an announced port is wrong by.</summary>
    public int PortError { get; init; }

    /// <summary>FTP leaves out the preliminary reply, 125 or 150.</summary>
    public bool OmitsPreliminary { get; init; }

    /// <summary>FTP says 226 before the data.</summary>
    public bool IsFinalEarly { get; init; }

    /// <summary>A reply has more lines than it says, as some servers send: its first line claims to be the last.</summary>
    public bool BreaksReply { get; init; }

    /// <summary>Where IMAP uses literals.</summary>
    public LiteralPlacement Literals { get; init; }

    /// <summary>Octets of content a second; null: as fast as it goes.</summary>
    public int? Rate { get; init; }

    /// <summary>The connection is over after <see cref="Reply"/>: the reply itself says so (421, or an untagged BYE), or the rule does.</summary>
    public bool EndsAfterReply =>
        Ending != FaultEnding.None
        || (Reply is not null && (Reply.StartsWith("421", StringComparison.Ordinal) || Reply.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase)));
}

/// <summary>How a fault ends a connection.</summary>
public enum FaultEnding
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>Closed (FIN) without a word of farewell.</summary>
    Close,

    /// <summary>Reset (RST).</summary>
    Reset,
}

/// <summary>Where an IMAP server uses literals for strings in its answers.</summary>
public enum LiteralPlacement
{
    /// <summary>Where it would without a fault.</summary>
    Usual,

    /// <summary>For every string, short ones too.</summary>
    Always,

    /// <summary>Only where a quoted string cannot hold the octets (RFC 9051 4.3).</summary>
    Never,
}
