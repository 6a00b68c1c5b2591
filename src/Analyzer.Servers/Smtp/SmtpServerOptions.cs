using System.Net;
using Analyzer.Servers.Dns;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp;

/// <summary>For whom a server passes mail on to other servers.</summary>
public enum RelayPolicy
{
    /// <summary>For clients of this machine, and whoever has logged in.</summary>
    Local,

    /// <summary>Only for who has logged in.</summary>
    Authenticated,

    /// <summary>For anyone: an open relay, as the servers of old were.</summary>
    Anyone,
}

/// <summary>How one SMTP server works.</summary>
public sealed class SmtpServerOptions
{
    /// <summary>Where mail waits for delivery. One server alone uses it.</summary>
    public required DirectoryInfo Queue { get; init; }

    /// <summary>The mailboxes.</summary>
    public required IMailDelivery Mailboxes { get; init; }

    /// <summary>Is asked for the servers of a domain; null: only routes of the users file are known. To be set before delivery starts.</summary>
    public DnsResolver? Resolver { get; set; }

    /// <summary>For whom mail is relayed.</summary>
    public RelayPolicy Relay { get; init; }

    /// <summary>The port of other mail servers, where a route tells none. To be set before delivery starts.</summary>
    public int RelayPort { get; set; } = 25;

    /// <summary>The address from which other servers are called; null: any.</summary>
    public IPAddress? RelayFrom { get; init; }

    /// <summary>Whether mail between servers is encrypted when the other one offers it. Off: the dialogue can be read in a capture.</summary>
    public bool RelaysWithTls { get; init; }

    /// <summary>From one attempt to the next. RFC 5321 4.5.4.1 wants at least 30 minutes.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long delivery is tried before the sender gets the message back. RFC 5321 4.5.4.1 wants 4 to 5 days.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>After how long a sender who asked for it (NOTIFY=DELAY) is told that the message still waits.</summary>
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Whether accepted mail survives a power failure too, not only the end of the process.</summary>
    public bool SyncsToDisk { get; init; } = true;

    /// <summary>What it takes at most, beside <see cref="ServerLimits"/>.</summary>
    public SmtpServerLimits Limits { get; init; } = new();
}

/// <summary>Bounds of an SMTP server.</summary>
public sealed record SmtpServerLimits
{
    /// <summary>Recipients of one message; RFC 5321 4.5.3.1.8 wants at least 100.</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>Mailboxes that the aliases of one address come to.</summary>
    public int MaxExpansion { get; init; } = 1000;

    /// <summary>Received lines from which on a message is taken to go round in circles (RFC 5321 6.3: at least 100).</summary>
    public int MaxHops { get; init; } = 100;

    /// <summary>Messages that wait in the queue.</summary>
    public int MaxQueued { get; init; } = 10_000;

    /// <summary>Other servers that are called at a time.</summary>
    public int MaxCalls { get; init; } = 20;
}
