using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>How an IMAP server works.</summary>
public sealed class ImapServerOptions
{
    /// <summary>The mail that it shows.</summary>
    public required MailStore Store { get; init; }

    /// <summary>TLS begins with the connection (port 993), not by STARTTLS.</summary>
    public bool IsTlsFromStart { get; init; }

    /// <summary>Nobody may log in without TLS (LOGINDISABLED).</summary>
    public bool RequiresTls { get; init; }

    /// <summary>How long a client may be silent: the least that RFC 9051, section 5.4, allows.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(30);

    internal ImapServerLimits Limits { get; init; } = new();
}
