using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Running;

/// <summary>The services that the reference servers offer, in the order in which <see cref="ServicePorts.From"/> numbers them.</summary>
public enum Service
{
    /// <summary>Mail transfer.</summary>
    Smtp,

    /// <summary>Mail access by POP3.</summary>
    Pop3,

    /// <summary>Mail access by IMAP.</summary>
    Imap,

    /// <summary>File transfer.</summary>
    Ftp,

    /// <summary>Names, by UDP and TCP.</summary>
    Dns,

    /// <summary>SMTP with TLS from the first byte.</summary>
    Smtps,

    /// <summary>POP3 with TLS from the first byte.</summary>
    Pop3s,

    /// <summary>IMAP with TLS from the first byte.</summary>
    Imaps,

    /// <summary>FTP with TLS from the first byte.</summary>
    Ftps,

    /// <summary>Delivery into mailboxes by LMTP.</summary>
    Lmtp,
}

/// <summary>A port for each service; null: the service is not offered, 0: any free port.</summary>
public sealed class ServicePorts
{
    readonly Dictionary<Service, int?> _ports;

    ServicePorts(Dictionary<Service, int?> ports) => _ports = ports;

    /// <summary>The ports that the services have by the standards. Those with TLS from the first byte, and LMTP, which has none, are off.</summary>
    public static ServicePorts WellKnown => new(new() { [Service.Smtp] = 25, [Service.Pop3] = 110, [Service.Imap] = 143, [Service.Ftp] = 21, [Service.Dns] = 53 });

    /// <summary>Any free ports.</summary>
    public static ServicePorts Any => new(Enum.GetValues<Service>().ToDictionary(service => service, _ => (int?)0));

    /// <summary>One port after the other, in the order of <see cref="Service"/>.</summary>
    public static ServicePorts From(int first) => new(Enum.GetValues<Service>().ToDictionary(service => service, service => (int?)(first + (int)service)));

    /// <summary>The port of a service.</summary>
    public int? this[Service service]
    {
        get => _ports.GetValueOrDefault(service);
        set => _ports[service] = value;
    }
}

/// <summary>What to run, and where.</summary>
public sealed record ReferenceServerOptions
{
    /// <summary>Where mailboxes, queues, files, certificate and key log are; made when missing.</summary>
    public required DirectoryInfo Root { get; init; }

    /// <summary>Users and sites.</summary>
    public AccountDirectory Accounts { get; init; } = AccountDirectory.Default;

    /// <summary>The only site to run; null: all.</summary>
    public string? Site { get; init; }

    /// <summary>The address to listen on instead of the site's own; only for one site.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Where the services are.</summary>
    public ServicePorts Ports { get; init; } = ServicePorts.WellKnown;

    /// <summary>What goes wrong on purpose.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Hears the dialogues.</summary>
    public IDialogueLog Log { get; init; } = NoDialogueLog.Instance;

    /// <summary>What a client may take.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>For whom mail is relayed.</summary>
    public RelayPolicy Relay { get; init; }

    /// <summary>Whether servers encrypt the mail between them.</summary>
    public bool RelaysWithTls { get; init; }

    /// <summary>From one attempt to the next.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long delivery is tried.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>After how long a sender who asked for it hears of the delay.</summary>
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Whether accepted mail survives a power failure too.</summary>
    public bool SyncsToDisk { get; init; } = true;
}

/// <summary>A service that listens.</summary>
public readonly record struct Listening(string Site, Service Service, IPEndPoint EndPoint);
