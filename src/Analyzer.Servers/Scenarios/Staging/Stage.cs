using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Timing;
using Analyzer.Servers.Recording.Truth;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Store;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>What a scenario plays on: hosts, servers on them, accounts, a clock, and the book in which everything is written down.</summary>
sealed class Stage(IPlayNetwork network, DialogueBook book, LetterFacts facts, DirectoryInfo folder) : IAsyncDisposable
{
    readonly Dictionary<string, IPlayHost> _hosts = [];
    readonly Dictionary<string, MailStore> _stores = [];
    readonly List<IAsyncDisposable> _running = [];
    readonly Lazy<ServerCertificate> _certificate = new(() => ServerCertificate.Create([Cast.Hamburger, Cast.Crepes, Cast.Files], TimeProvider.System));

    /// <summary>The time of the play.</summary>
    public TimeProvider Clock => network.Clock;

    /// <summary>What everybody writes down.</summary>
    public DialogueBook Book => book;

    /// <summary>Numbers for what people do: how long they think.</summary>
    public SeededRandom Random { get; } = network.Random("people");

    /// <summary>Everybody's limits: those of the real servers.</summary>
    public ServerLimits Limits { get; } = new();

    /// <summary>The host of that name, which is switched on when it is first asked for.</summary>
    public IPlayHost Host(string name)
    {
        if (_hosts.TryGetValue(name, out IPlayHost? host)) return host;
        (string version4, string version6) = Cast.AddressesOf(name);
        return _hosts[name] = network.AddHost(name, version4, version6);
    }

    /// <summary>Where a host listens.</summary>
    public IPEndPoint Place(string host, int port) => new(Host(host).Address, port);

    /// <summary>All users, aliases and zones.</summary>
    public AccountDirectory Accounts => AccountsWith("");

    AccountDirectory AccountsWith(string more) => AccountFile.Parse($"{StageAccounts.Text(name => Host(name).Address)}\n{more}", "accounts of the scenarios");

    /// <summary>What the servers of a host share.</summary>
    public ServerContext ContextOf(string host, FaultPlan? faults = null, bool offersTls = false, string accounts = "")
    {
        AccountDirectory all = AccountsWith(accounts);
        MailSite? site = all.Sites.FirstOrDefault(site => site.HostName == host);
        return new ServerContext
        {
            Network = Host(host),
            HostName = host,
            Accounts = site is null ? all : all.OfSite(site),
            Certificate = offersTls ? _certificate.Value : null,
            Faults = faults ?? FaultPlan.None,
            Log = book,
            Limits = Limits,
            Randomness = RandomnessOf("challenges of " + host),
        };
    }

    /// <summary>Random bytes for one purpose.</summary>
    public Func<int, byte[]> RandomnessOf(string purpose) => network.Random(purpose).Bytes;

    /// <summary>Writes letters at the time of the play.</summary>
    public LetterWriter Letters { get; } = new(network.Clock);

    /// <summary>The mailboxes of a host's users.</summary>
    public MailStore StoreOf(string host)
    {
        if (_stores.TryGetValue(host, out MailStore? store)) return store;
        // A play is over in a moment; nobody asks for its mail after a power failure.
        return _stores[host] = MailStore.Open(Folder(host + ".mail"), new MailStoreOptions { Clock = Clock, HostName = host, SyncsToDisk = false });
    }

    /// <summary>A folder of that name for the time of the play.</summary>
    public DirectoryInfo Folder(string name) => folder.CreateSubdirectory(name);

    /// <summary>Lets a server listen on a host.</summary>
    public async Task ServeAsync(string host, int port, ConnectionHandler server) =>
        _running.Add(await ServerHost.StartAsync(Host(host), Place(host, port), server, Limits, CancellationToken.None));

    /// <summary>What shall be stopped at the end.</summary>
    public void Keep(IAsyncDisposable running) => _running.Add(running);

    /// <summary>Tells the truth about a letter.</summary>
    public void Know(LetterFact fact) => facts.Add(fact);

    /// <summary>Nothing happens for so long.</summary>
    public Task PauseAsync(TimeSpan time) => Task.Delay(time, Clock);

    /// <summary>As long as a person looks at a screen.</summary>
    public Task ThinkAsync() => PauseAsync(TimeSpan.FromMilliseconds(Random.Next(600, 2_400)));

    public async ValueTask DisposeAsync()
    {
        for (int i = _running.Count - 1; i >= 0; i--) await _running[i].DisposeAsync();
        foreach (MailStore store in _stores.Values) store.Dispose();
        if (_certificate.IsValueCreated) _certificate.Value.Dispose();
    }
}
