using System.Net;
using System.Text;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;
using Analyzer.Tests.Support;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Tests.Servers;

/// <summary>A server over a mail store of its own, on a free port of the loopback interface. Bob's password is hungry.</summary>
sealed class ServerWorkshop : IAsyncDisposable
{
    const string Users = """
        site  hamburger.edu  127.0.0.1
        user  bob@hamburger.edu    hungry
        user  carol@hamburger.edu  pickles  2K
        """;

    static readonly Lazy<ServerCertificate> s_certificate = new(() => ServerCertificate.Create(["hamburger.edu"], TimeProvider.System));

    readonly TemporaryFolder _folder = new();
    readonly Func<ServerContext, MailStore, ConnectionHandler> _create;

    ServerWorkshop(Func<ServerContext, MailStore, ConnectionHandler> create, ServerLimits? limits, string[] faults)
    {
        _create = create;
        Context = new ServerContext
        {
            Network = new LoopbackNetwork(),
            HostName = "hamburger.edu",
            Accounts = AccountFile.Parse(Users, "users"),
            Certificate = s_certificate.Value,
            Faults = FaultPlan.Parse(faults),
            Limits = limits ?? new ServerLimits(),
            Randomness = count => [.. Enumerable.Range(1, count).Select(i => (byte)i)],
        };
        Store = OpenStore();
    }

    public ServerContext Context { get; }

    public MailStore Store { get; private set; }

    public ServerHost Host { get; private set; } = null!;

    public IPEndPoint EndPoint => Host.Local;

    public string StoreRoot => _folder.At("mail");

    public static async Task<ServerWorkshop> StartAsync(Func<ServerContext, MailStore, ConnectionHandler> create, ServerLimits? limits = null, params string[] faults)
    {
        var workshop = new ServerWorkshop(create, limits, faults);
        await workshop.ListenAsync();
        return workshop;
    }

    /// <summary>Ends server and store and starts them again over the same directory.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Store.Dispose();
        Store = OpenStore();
        await ListenAsync();
    }

    public async Task DeliverAsync(string text, string user = "bob@hamburger.edu", string? folder = null) =>
        await Store.DeliverAsync(user, new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))), folder, received: new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), cancel: TestContext.Current.CancellationToken);

    /// <summary>The texts in a mailbox.</summary>
    public IEnumerable<string> Texts(string mailbox = "INBOX", string user = "bob@hamburger.edu")
    {
        UserMail mail = Store.UserOf(user);
        using MailboxLease lease = mail.Open(mail.Name(mailbox));
        foreach (StoredMessage message in lease.Mailbox.Messages())
        {
            using var reader = new StreamReader(lease.Mailbox.Open(message)!);
            yield return reader.ReadToEnd();
        }
    }

    public Task<ScriptedClient> ConnectAsync() => ScriptedClient.ConnectAsync(EndPoint);

    /// <summary>Plays a dialogue over a connection of its own.</summary>
    public async Task PlayAsync(string script)
    {
        using ScriptedClient client = await ConnectAsync();
        await client.PlayAsync(script);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Store.Dispose();
        ((LoopbackNetwork)Context.Network).Dispose();
        _folder.Dispose();
    }

    MailStore OpenStore() => MailStore.Open(new DirectoryInfo(StoreRoot), new MailStoreOptions { SyncsToDisk = false, QuotaOf = user => Context.Accounts.Find(user)?.Quota });

    async Task ListenAsync() =>
        Host = await ServerHost.StartAsync(Context.Network, new IPEndPoint(IPAddress.Loopback, 0), _create(Context, Store), Context.Limits, TestContext.Current.CancellationToken);
}
