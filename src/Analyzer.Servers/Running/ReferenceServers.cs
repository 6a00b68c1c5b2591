using System.Net.Sockets;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Running;

/// <summary>All servers of all sites in one process, until disposed.</summary>
public sealed class ReferenceServers : IAsyncDisposable
{
    readonly List<RunningSite> _sites = [];
    readonly ServerCertificate _certificate;

    ReferenceServers(ServerCertificate certificate) => _certificate = certificate;

    /// <summary>The services that listen.</summary>
    public IReadOnlyList<Listening> Services => [.. _sites.SelectMany(site => site.Services)];

    /// <summary>
    /// Starts everything. A <see cref="ServerStartException"/> says which service cannot listen, an IOException that the root cannot be used (perhaps by
    /// another process already).
    /// </summary>
    public static async Task<ReferenceServers> StartAsync(INetwork network, ReferenceServerOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        MailSite[] sites = [.. options.Accounts.Sites.Where(site => options.Site is null || site.HostName.Equals(options.Site, StringComparison.OrdinalIgnoreCase))];
        if (sites.Length == 0) throw new ServerStartException($"there is no site {options.Site}; the users file has {string.Join(", ", options.Accounts.Sites.Select(site => site.HostName))}");
        if (options.Address is not null && sites.Length > 1) throw new ServerStartException($"one address is not enough for the sites {string.Join(" and ", sites.Select(site => site.HostName))}: choose one");
        options.Root.Create();
        IEnumerable<string> names = options.Accounts.Sites.SelectMany(site => new[] { site.HostName, "mail." + site.HostName, site.Address.ToString() }).Concat(options.Accounts.Domains);
        var servers = new ReferenceServers(ServerCertificate.LoadOrCreate(Path.Combine(options.Root.FullName, "certificate.pem"), names, network.Clock));
        try
        {
            foreach (MailSite site in sites) await servers.AddAsync(network, sites.Length > 1, site, options, cancel);
            foreach (RunningSite site in servers._sites) site.StartDelivering();
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    async Task AddAsync(INetwork network, bool isOneOfSeveral, MailSite site, ReferenceServerOptions options, CancellationToken cancel)
    {
        var context = new ServerContext
        {
            Network = network,
            HostName = site.HostName,
            Accounts = options.Accounts.OfSite(site),
            Certificate = _certificate,
            Faults = options.Faults,
            Log = isOneOfSeveral ? new SiteLog(site.HostName, options.Log) : options.Log,
            Limits = options.Limits,
        };
        // Servers find one another at the same port: where any free one is wanted, the first site takes it and the others follow.
        RunningSite? first = _sites.Count == 0 ? null : _sites[0];
        var running = new RunningSite(context, options, options.Address ?? site.Address);
        _sites.Add(running);
        foreach (Service service in Enum.GetValues<Service>())
        {
            int? port = first?.PortOf(service) ?? options.Ports[service];
            if (port is not null) await running.ListenAsync(service, port.Value, cancel);
        }
    }

    /// <summary>Stops listening, lets dialogues end, stops delivering.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sites.Select(site => site.DisposeAsync().AsTask()));
        _certificate.Dispose();
    }

    /// <summary>Why a service cannot listen, in words that help.</summary>
    internal static string Reason(SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.AccessDenied => "ports below 1024 need rights; --ports-from 2025 needs none",
        SocketError.AddressAlreadyInUse => "another program listens there",
        SocketError.AddressNotAvailable => "this machine does not have that address",
        _ => problem.Message,
    };
}

/// <summary>The servers cannot start; the message says why.</summary>
public sealed class ServerStartException(string message) : Exception(message);
