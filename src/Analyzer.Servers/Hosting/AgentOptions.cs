using System.Net;
using System.Net.Security;
using System.Security.Cryptography;

namespace Analyzer.Servers.Hosting;

/// <summary>How an agent that fetches mail speaks with a server.</summary>
public sealed record AgentOptions
{
    /// <summary>Its own address; null: any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>TLS from the first octet (ports 995 and 993).</summary>
    public bool IsTlsImplicit { get; init; }

    /// <summary>The server's name for TLS.</summary>
    public string ServerName { get; init; } = "localhost";

    /// <summary>Judges the server's certificate; null: the system does.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>Hears the dialogue.</summary>
    public IDialogueLog Log { get; init; } = NoDialogueLog.Instance;

    /// <summary>How long the server may take, and how long its lines may be: the result of a search is one line.</summary>
    public ServerLimits Limits { get; init; } = new() { MaxLine = 4 * 1024 * 1024 };

    /// <summary>Random bytes, for authentication.</summary>
    public Func<int, byte[]> Randomness { get; init; } = RandomNumberGenerator.GetBytes;
}
