using System.Net;
using System.Net.Security;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Ftp.Agent;

/// <summary>Who opens data connections, and by which commands.</summary>
public enum FtpDataWay
{
    /// <summary>The agent, after PASV; after EPSV where the server has an IPv6 address.</summary>
    Passive,

    /// <summary>The agent, after EPSV.</summary>
    ExtendedPassive,

    /// <summary>The server, after PORT; after EPRT where it has an IPv6 address.</summary>
    Active,

    /// <summary>The server, after EPRT.</summary>
    ExtendedActive,
}

/// <summary>How an agent speaks with a server.</summary>
public sealed record FtpAgentOptions
{
    /// <summary>Who opens data connections.</summary>
    public FtpDataWay DataWay { get; init; }

    /// <summary>
    /// Whether the address in 227 is used. Off: the server's own, since one behind NAT often tells an address that cannot be reached, and a
    /// hostile one could send the agent anywhere.
    /// </summary>
    public bool TrustsPassiveAddress { get; init; }

    /// <summary>The port to listen on for active data connections; 0: any.</summary>
    public int ActivePort { get; init; }

    /// <summary>Its own address; null: any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>TLS from the first octet (port 990).</summary>
    public bool IsTlsImplicit { get; init; }

    /// <summary>The server's name for TLS.</summary>
    public string ServerName { get; init; } = "localhost";

    /// <summary>Judges the server's certificate; null: the system does.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>Hears the dialogue.</summary>
    public IDialogueLog Log { get; init; } = NoDialogueLog.Instance;

    /// <summary>How long the server may take.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>How long data connections may take.</summary>
    public FtpServerLimits DataLimits { get; init; } = new();
}
