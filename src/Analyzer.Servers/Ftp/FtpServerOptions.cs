using System.Net;

namespace Analyzer.Servers.Ftp;

/// <summary>How one FTP server behaves.</summary>
public sealed record FtpServerOptions
{
    /// <summary>The folder that it shows; made when it is not there. Nothing outside of it is ever read or written.</summary>
    public required DirectoryInfo Root { get; init; }

    /// <summary>Whether <c>anonymous</c> and <c>ftp</c> may log in with any password, to read.</summary>
    public bool AllowsAnonymous { get; init; } = true;

    /// <summary>Whether a login needs TLS.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>TLS from the first octet on (port 990), as before RFC 4217.</summary>
    public bool IsImplicitTls { get; init; }

    /// <summary>
    /// Whether data connections may go to, and come from, other hosts than the client (transfers between two servers). Off: a server that
    /// connects wherever PORT says can be made to attack others (RFC 2577).
    /// </summary>
    public bool AllowsForeignData { get; init; }

    /// <summary>The lowest port for passive data connections; 0: any free one.</summary>
    public int FirstPassivePort { get; init; }

    /// <summary>The highest one.</summary>
    public int LastPassivePort { get; init; } = 65535;

    /// <summary>The port that active data connections come from: 20 by the standard, which needs rights; 0: any.</summary>
    public int ActivePort { get; init; }

    /// <summary>The address that 227 tells instead of the server's own, for a server behind NAT.</summary>
    public IPAddress? PassiveAddress { get; init; }

    /// <summary>Octets that all files may have together; more is refused as a full disk is (452). Null: what the disk holds.</summary>
    public long? Capacity { get; init; }

    /// <summary>What a client may take.</summary>
    public FtpServerLimits Limits { get; init; } = new();
}
