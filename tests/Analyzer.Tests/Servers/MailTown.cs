using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Running;
using Analyzer.Servers.Smtp.Agent;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Servers;

/// <summary>Alice's and Bob's mail servers with their DNS, on free ports of the loopback interface, and what they say to whom.</summary>
sealed class MailTown : IAsyncDisposable
{
    const string Users = """
        site   hamburger.edu  127.0.0.1
        site   crepes.fr      127.0.0.2
        domain café.fr        crepes.fr
        user   alice@crepes.fr      hungry
        user   zoé@café.fr          crêpe
        user   bob@hamburger.edu    hungry
        user   carol@hamburger.edu  pickles 2K
        alias  friends@hamburger.edu  bob@hamburger.edu carol@hamburger.edu alice@crepes.fr friends@hamburger.edu
        alias  robert@hamburger.edu   bob@hamburger.edu
        """;

    readonly TemporaryFolder _folder = new();
    readonly ReferenceServerOptions _options;
    readonly LoopbackNetwork _network;
    ReferenceServers _servers = null!;

    MailTown(TimeProvider? clock, Func<ReferenceServerOptions, ReferenceServerOptions>? change, string[] faults)
    {
        ServicePorts ports = ServicePorts.Any;
        foreach (Service service in Enum.GetValues<Service>())
            if (service is not (Service.Smtp or Service.Smtps or Service.Lmtp or Service.Dns)) ports[service] = null;
        _network = new LoopbackNetwork(clock);
        var options = new ReferenceServerOptions
        {
            Root = new DirectoryInfo(_folder.Path),
            Accounts = AccountFile.Parse(Users, "users"),
            Ports = ports,
            Faults = FaultPlan.Parse(faults),
            Log = Log,
            SyncsToDisk = false,
        };
        _options = change?.Invoke(options) ?? options;
    }

    /// <summary>All that was said.</summary>
    public HeardDialogues Log { get; } = new();

    public INetwork Network => _network;

    public static Task<MailTown> StartAsync(params string[] faults) => StartAsync(null, null, faults);

    public static async Task<MailTown> StartAsync(TimeProvider? clock, Func<ReferenceServerOptions, ReferenceServerOptions>? change, params string[] faults)
    {
        var town = new MailTown(clock, change, faults);
        await town.ListenAsync();
        return town;
    }

    public IPEndPoint At(Service service, string site = "hamburger.edu") => _servers.Services.Single(one => one.Site == site && one.Service == service).EndPoint;

    /// <summary>Ends all servers and starts them again over the same files.</summary>
    public async Task RestartAsync()
    {
        await _servers.DisposeAsync();
        await ListenAsync();
    }

    public async Task PlayAsync(string script, string site = "hamburger.edu")
    {
        using ScriptedClient client = await ConnectAsync(site);
        await client.PlayAsync(script);
    }

    public Task<ScriptedClient> ConnectAsync(string site = "hamburger.edu") => ScriptedClient.ConnectAsync(At(Service.Smtp, site));

    public ValueTask<SmtpAgent> CallAsync(string site = "hamburger.edu", SmtpAgentOptions? options = null) =>
        SmtpAgent.ConnectAsync(_network, At(Service.Smtp, site), options ?? new SmtpAgentOptions(), TestContext.Current.CancellationToken);

    /// <summary>The texts in the INBOX of a user, oldest first.</summary>
    public string[] Texts(string user)
    {
        string site = user.EndsWith("hamburger.edu", StringComparison.Ordinal) ? "hamburger.edu" : "crepes.fr";
        string[] boxes = [.. new[] { "new", "cur" }.Select(name => Path.Combine(_folder.Path, site, "mail", Escaped(user), name)).Where(Directory.Exists)];
        return [.. boxes.SelectMany(Directory.GetFiles).OrderBy(Path.GetFileName, StringComparer.Ordinal).Select(file => File.ReadAllText(file, Encoding.UTF8))];
    }

    // As the store names folders: what is not ASCII as =XX.
    static string Escaped(string user) => string.Concat(Encoding.UTF8.GetBytes(user).Select(octet => octet < 128 ? ((char)octet).ToString() : $"={octet:X2}"));

    /// <summary>How many messages wait in the queues.</summary>
    public int Waiting => Directory.GetFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Length;

    /// <summary>Attempts that the queues remember of what waits.</summary>
    public int Attempts => Directory.GetFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Sum(AttemptsIn);

    static int AttemptsIn(string envelope)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(envelope));
            return json.RootElement.GetProperty("Recipients").EnumerateArray().Sum(recipient => recipient.GetProperty(nameof(Attempts)).GetInt32());
        }
        catch (FileNotFoundException)
        {
            // Delivered meanwhile.
            return 0;
        }
    }

    /// <summary>Waits for what happens in the background.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "waited in vain");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    async Task ListenAsync() => _servers = await ReferenceServers.StartAsync(_network, _options, TestContext.Current.CancellationToken);
}

/// <summary>Keeps what was said.</summary>
sealed class HeardDialogues : IDialogueLog
{
    readonly List<(string Dialogue, DialogueSide Side, string Text)> _lines = [];

    public (string Dialogue, DialogueSide Side, string Text)[] Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text)
    {
        lock (_lines) _lines.Add((dialogue, side, Encoding.UTF8.GetString(text)));
    }
}
