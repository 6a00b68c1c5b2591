using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Dns;
using Analyzer.Servers.Ftp;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap;
using Analyzer.Servers.Pop3;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Store;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Running;

/// <summary>The servers of one site, over one mail store, one queue and one folder of files.</summary>
sealed class RunningSite : IAsyncDisposable
{
    readonly ServerContext _context;
    readonly ReferenceServerOptions _options;
    readonly IPAddress _address;
    readonly DirectoryInfo _root;
    readonly MailStore _store;
    readonly List<(Service Service, ServerHost Host)> _hosts = [];
    readonly SmtpServerOptions _mailOptions;
    SmtpServer? _smtp;
    DnsServer? _dns;

    public RunningSite(ServerContext context, ReferenceServerOptions options, IPAddress address)
    {
        (_context, _options, _address) = (context, options, address);
        _root = options.Root.CreateSubdirectory(context.HostName);
        _store = MailStore.Open(_root.CreateSubdirectory("mail"), new MailStoreOptions
        {
            Clock = context.Clock,
            HostName = context.HostName,
            SyncsToDisk = options.SyncsToDisk,
            QuotaOf = user => context.Accounts.Find(user)?.Quota,
        });
        _mailOptions = MailOptions();
    }

    public IEnumerable<Listening> Services =>
        _hosts.Select(one => new Listening(_context.HostName, one.Service, one.Host.Local))
            .Concat(_dns is null ? [] : [new Listening(_context.HostName, Service.Dns, _dns.Local)])
            .OrderBy(one => one.Service);

    public int? PortOf(Service service) => service == Service.Dns ? _dns?.Local.Port : _hosts.Find(one => one.Service == service).Host?.Local.Port;

    /// <summary>Starts to listen; a ServerStartException says why it cannot.</summary>
    public async Task ListenAsync(Service service, int port, CancellationToken cancel)
    {
        var local = new IPEndPoint(_address, port);
        try
        {
            if (service == Service.Dns) _dns = await DnsServer.StartAsync(_context.Network, local, new DnsZones(_context.Accounts.Zones), _context.Limits, cancel);
            else if (ServerOf(service) is { } server) _hosts.Add((service, await ServerHost.StartAsync(_context.Network, local, server, _context.Limits, cancel, _context.Log)));
        }
        catch (SocketException problem)
        {
            throw new ServerStartException($"{service.ToString().ToUpperInvariant()} cannot listen on {local}: {ReferenceServers.Reason(problem)}");
        }
    }

    /// <summary>Starts to deliver mail, to servers at the port that this one got.</summary>
    public void StartDelivering()
    {
        _mailOptions.RelayPort = PortOf(Service.Smtp) ?? _mailOptions.RelayPort;
        if (_dns is not null) _mailOptions.Resolver = new DnsResolver(_context.Network, _dns.Local, _context.Randomness);
        _smtp?.Start();
    }

    SmtpServer Smtp => _smtp ??= new SmtpServer(_context, _mailOptions);

    ConnectionHandler? ServerOf(Service service) => service switch
    {
        Service.Smtp => Smtp,
        Service.Smtps => Smtp.WithImplicitTls(),
        Service.Lmtp => Smtp.ForLocalDelivery(),
        Service.Pop3 => new Pop3Server(_context, new Pop3ServerOptions { Store = _store }),
        Service.Pop3s => new Pop3Server(_context, new Pop3ServerOptions { Store = _store, IsTlsFromStart = true }),
        Service.Imap => new ImapServer(_context, new ImapServerOptions { Store = _store }),
        Service.Imaps => new ImapServer(_context, new ImapServerOptions { Store = _store, IsTlsFromStart = true }),
        Service.Ftp => new FtpServer(_context, new FtpServerOptions { Root = _root.CreateSubdirectory("files") }),
        Service.Ftps => new FtpServer(_context, new FtpServerOptions { Root = _root.CreateSubdirectory("files"), IsImplicitTls = true }),
        _ => null,
    };

    SmtpServerOptions MailOptions() => new()
    {
        Queue = _root.CreateSubdirectory("queue"),
        Mailboxes = _store,
        Relay = _options.Relay,
        RelayFrom = _address,
        RelaysWithTls = _options.RelaysWithTls,
        RetryInterval = _options.RetryInterval,
        GiveUpAfter = _options.GiveUpAfter,
        WarnAfter = _options.WarnAfter,
        SyncsToDisk = _options.SyncsToDisk,
    };

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(one => one.Host.DisposeAsync().AsTask()));
        if (_smtp is not null) await _smtp.DisposeAsync();
        if (_dns is not null) await _dns.DisposeAsync();
        _store.Dispose();
    }
}
