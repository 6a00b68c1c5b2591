using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp.Queue;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Analyzer.Servers.Smtp;

/// <summary>
/// A mail server of one site (RFC 5321): takes mail for its mailboxes and, from those who may, for others; what it has accepted it delivers, relays or
/// gives back.
/// </summary>
public sealed class SmtpServer : ConnectionHandler, IAsyncDisposable
{
    readonly ServerContext _context;
    readonly SmtpServerOptions _options;
    readonly MailQueue _queue;
    readonly QueueRunner _runner;

    /// <summary>Opens the queue; an IOException says why it cannot.</summary>
    public SmtpServer(ServerContext context, SmtpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        _context = context;
        _options = options;
        _queue = new MailQueue(options.Queue, context, options.SyncsToDisk);
        var settlement = new Settlement(_queue, context, options);
        _runner = new QueueRunner(CourierTo, context.Accounts.Holds, settlement, context.Clock, options.Limits.MaxCalls);
    }

    /// <summary>How many messages wait for delivery.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Takes up what waits since the last run, and delivers from now on.</summary>
    public void Start()
    {
        foreach (QueuedMessage message in _queue.Load()) _runner.Add(message, message.Recipients);
        _runner.Start();
    }

    /// <summary>One dialogue.</summary>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using LineChannel channel = _context.Serve(connection, "smtp");
        CancellationToken stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        await new SmtpSession(_context, _options, _queue, _runner, channel).RunAsync(stopping);
    }

    /// <summary>A further entrance to the same server, with TLS from the first byte (port 465).</summary>
    public ConnectionHandler WithImplicitTls() => new TlsEntrance(this);

    /// <summary>A further entrance, for other mail servers that keep the queue themselves and only want mail put into mailboxes (LMTP, RFC 2033).</summary>
    public ConnectionHandler ForLocalDelivery() => new LocalEntrance(this);

    /// <summary>Stops delivering; what waits stays on the disk.</summary>
    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    ICourier CourierTo(string domain) =>
        domain.Length == 0 ? new MailboxCourier(_queue, _context, _options.Mailboxes) : new RelayCourier(domain, _queue, _context, _options);

    sealed class TlsEntrance(SmtpServer server) : ConnectionHandler
    {
        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            await using LineChannel channel = server._context.Serve(connection, "smtps");
            if (server._context.Certificate is not { } certificate) return;
            CancellationToken stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
            await channel.StartTlsAsServerAsync(null, certificate, stopping);
            await new SmtpSession(server._context, server._options, server._queue, server._runner, channel).RunAsync(stopping);
        }
    }

    sealed class LocalEntrance(SmtpServer server) : ConnectionHandler
    {
        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            await using LineChannel channel = server._context.Serve(connection, "lmtp");
            CancellationToken stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
            await new SmtpSession(server._context, server._options, server._queue, server._runner, channel, isLocal: true).RunAsync(stopping);
        }
    }
}
