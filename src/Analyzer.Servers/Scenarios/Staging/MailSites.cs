using Analyzer.Servers.Dns;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap;
using Analyzer.Servers.Pop3;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>Starts the servers of the plays, and agents that talk to them.</summary>
static class MailSites
{
    /// <summary>Between servers.</summary>
    public const int Smtp = 25;

    /// <summary>From agents to their own server (RFC 6409).</summary>
    public const int Submission = 587;

    /// <summary>From which agents fetch mail.</summary>
    public const int Pop3 = 110;

    /// <summary>Where agents look at mail on the server.</summary>
    public const int Imap = 143;

    const int Names = 53;

    /// <summary>The host that knows the names.</summary>
    public static async Task StartNamesAsync(Stage stage) =>
        stage.Keep(await DnsServer.StartAsync(stage.Host(Cast.Names), stage.Place(Cast.Names, Names), new DnsZones(stage.Accounts.Zones), stage.Limits, CancellationToken.None));

    /// <summary>A host that asks the one that knows the names.</summary>
    public static DnsResolver ResolverOf(Stage stage, string host) =>
        new(stage.Host(host), stage.Place(Cast.Names, Names), stage.RandomnessOf("questions of " + host));

    /// <summary>A mail server of a host, on the given ports.</summary>
    public static async Task<SmtpServer> StartSmtpAsync(Stage stage, string host, SmtpHabits? habits = null)
    {
        habits ??= new SmtpHabits();
        var server = new SmtpServer(stage.ContextOf(host, habits.Faults, habits.OffersTls, habits.Routes), new SmtpServerOptions
        {
            Queue = stage.Folder(host + ".queue"),
            Mailboxes = stage.StoreOf(host),
            Resolver = ResolverOf(stage, host),
            Relay = habits.Relay,
            RetryInterval = habits.RetryInterval,
            WarnAfter = habits.WarnAfter,
            SyncsToDisk = false,
        });
        server.Start();
        stage.Keep(server);
        foreach (int port in habits.Ports) await stage.ServeAsync(host, port, server);
        return server;
    }

    /// <summary>The POP3 server of a host.</summary>
    public static Task StartPop3Async(Stage stage, string host, bool offersTls = false) =>
        stage.ServeAsync(host, Pop3, new Pop3Server(stage.ContextOf(host, offersTls: offersTls), new Pop3ServerOptions { Store = stage.StoreOf(host) }));

    /// <summary>The IMAP server of a host.</summary>
    public static Task StartImapAsync(Stage stage, string host, bool offersTls = false) =>
        stage.ServeAsync(host, Imap, new ImapServer(stage.ContextOf(host, offersTls: offersTls), new ImapServerOptions { Store = stage.StoreOf(host) }));

    /// <summary>How the agents of a host speak SMTP.</summary>
    public static SmtpAgentOptions AgentOf(Stage stage, string host) => new()
    {
        HelloName = host,
        Log = stage.Book,
        Limits = stage.Limits,
        CertificateCheck = CertificateChecks.AcceptAny,
        Randomness = stage.RandomnessOf("agent of " + host),
    };

    /// <summary>How the agents of a host fetch mail.</summary>
    public static AgentOptions FetchingAgentOf(Stage stage, string host) => new()
    {
        Log = stage.Book,
        Limits = stage.Limits,
        CertificateCheck = CertificateChecks.AcceptAny,
        Randomness = stage.RandomnessOf("fetching agent of " + host),
    };

    /// <summary>Alice's agent logs in to her server and hands over letters, one after the other.</summary>
    public static async Task SubmitAsync(Stage stage, params IReadOnlyList<(SmtpEnvelope Envelope, Letter Letter)> mail)
    {
        await using SmtpAgent agent = await SmtpAgent.ConnectAsync(stage.Host(Cast.Laptop), stage.Place(Cast.Crepes, Submission), AgentOf(stage, Cast.Laptop), CancellationToken.None);
        await agent.LogInAsync("alice@crepes.fr", "hungry", "PLAIN", CancellationToken.None);
        foreach ((SmtpEnvelope envelope, Letter letter) in mail)
        {
            stage.Know(letter.Fact);
            await agent.SendAsync(envelope, letter.Bytes, null, CancellationToken.None);
        }
        await agent.QuitAsync(CancellationToken.None);
    }

    /// <summary>From one to some.</summary>
    public static SmtpEnvelope Envelope(string from, params IReadOnlyList<string> to) =>
        new() { Sender = from, Recipients = [.. to.Select(address => new SmtpRecipient(address))] };
}

/// <summary>How a mail server of the plays behaves.</summary>
sealed record SmtpHabits
{
    /// <summary>Where it listens.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [MailSites.Smtp, MailSites.Submission];

    /// <summary>For whom it relays.</summary>
    public RelayPolicy Relay { get; init; } = RelayPolicy.Authenticated;

    /// <summary>From one attempt to the next.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>When a sender who asked for it hears that his message waits.</summary>
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>What it does wrong.</summary>
    public FaultPlan? Faults { get; init; }

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersTls { get; init; }

    /// <summary>Lines of its users file that send mail another way.</summary>
    public string Routes { get; init; } = "";
}
