using Analyzer.Servers.Store;

namespace Analyzer.Servers.Pop3;

/// <summary>How a POP3 server works.</summary>
public sealed class Pop3ServerOptions
{
    /// <summary>The mail that it gives out.</summary>
    public required MailStore Store { get; init; }

    /// <summary>TLS begins with the connection (port 995), not by STLS.</summary>
    public bool IsTlsFromStart { get; init; }

    /// <summary>Nobody may log in without TLS.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>How long a client may be silent: the least that RFC 1939, section 3, allows.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);
}
