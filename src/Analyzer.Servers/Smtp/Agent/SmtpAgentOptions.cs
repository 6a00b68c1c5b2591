using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp.Agent;

/// <summary>How an agent speaks with a server.</summary>
public sealed record SmtpAgentOptions
{
    /// <summary>The name it greets with.</summary>
    public string HelloName { get; init; } = "localhost";

    /// <summary>Its own address; null: any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>HELO at once, as in RFC 821: no extensions.</summary>
    public bool UsesHelo { get; init; }

    /// <summary>Whether commands are sent together where the server allows it.</summary>
    public bool Pipelines { get; init; } = true;

    /// <summary>Whether the text goes by BDAT where the server allows it; a binary text does so in any case.</summary>
    public bool UsesChunking { get; init; }

    /// <summary>Bytes of a chunk.</summary>
    public int ChunkLength { get; init; } = 64 * 1024;

    /// <summary>TLS from the first byte (port 465).</summary>
    public bool IsTlsImplicit { get; init; }

    /// <summary>The server's name for TLS.</summary>
    public string ServerName { get; init; } = "localhost";

    /// <summary>Judges the server's certificate; null: the system does.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>Hears the dialogue.</summary>
    public IDialogueLog Log { get; init; } = NoDialogueLog.Instance;

    /// <summary>How long the server may take.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Random bytes, for authentication.</summary>
    public Func<int, byte[]> Randomness { get; init; } = RandomNumberGenerator.GetBytes;
}
