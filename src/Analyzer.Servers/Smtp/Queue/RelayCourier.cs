using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>Hands messages to the next server of one domain, all over one connection (RFC 5321 4.5.4.1).</summary>
sealed class RelayCourier(string domain, MailQueue queue, ServerContext context, SmtpServerOptions options) : ICourier
{
    SmtpAgent? _agent;
    IPEndPoint? _server;
    Outcome? _problem;
    bool _hasSent;

    public async ValueTask<IReadOnlyList<Outcome>> CarryAsync(QueuedMessage message, IReadOnlyList<QueuedRecipient> recipients, CancellationToken cancel)
    {
        // A server may have hung up since the last message: that is no failure of this one.
        bool mayTryAgain = _hasSent;
        while (true)
        {
            if (_agent is null && _problem is null) await ConnectAsync(cancel);
            if (_problem is { } problem) return All(recipients, problem);
            try
            {
                byte[] text = queue.ReadText(message);
                SmtpResult result = await _agent!.SendAsync(message.EnvelopeFor(recipients), text, null, cancel);
                _hasSent = true;
                return [.. result.Recipients.Select(OutcomeOf)];
            }
            catch (IOException broken)
            {
                await EndAsync();
                if (!mayTryAgain) return All(recipients, new Outcome(OutcomeKind.Delayed, "4.4.2", broken is ChannelException ? broken.Message : "the queue cannot be read"));
                mayTryAgain = false;
            }
        }
    }

    Outcome OutcomeOf(SmtpReply reply)
    {
        string host = $"{domain} [{_server!.Address}]";
        if (reply.IsOk) return new Outcome(_agent!.Extensions.ContainsKey("DSN") ? OutcomeKind.RelayedWithDsn : OutcomeKind.Relayed, "2.0.0", reply.Text, host);
        return new Outcome(reply.IsPermanent ? OutcomeKind.Failed : OutcomeKind.Delayed, reply.Status, reply.Text, host);
    }

    async ValueTask ConnectAsync(CancellationToken cancel)
    {
        NextHops hops = await new NextHopFinder(context, options).FindAsync(domain, cancel);
        _problem = hops.Problem;
        foreach (IPEndPoint server in hops.Servers)
        {
            _problem = await TryConnectAsync(server, cancel);
            // RFC 5321 5.1: a server that cannot be reached, or says to come later, passes the turn to the next one.
            if (_problem is not { Kind: OutcomeKind.Delayed }) return;
        }
    }

    async ValueTask<Outcome?> TryConnectAsync(IPEndPoint server, CancellationToken cancel)
    {
        try
        {
            _agent = await SmtpAgent.ConnectAsync(context.Network, server, AgentOptions(server), cancel);
            _server = server;
            if (options.RelaysWithTls && _agent.Extensions.ContainsKey("STARTTLS")) await _agent.StartTlsAsync(cancel);
            return null;
        }
        catch (SmtpRefusedException refused)
        {
            return new Outcome(refused.Reply.IsPermanent ? OutcomeKind.Failed : OutcomeKind.Delayed, refused.Reply.Status, refused.Reply.Text, $"{domain} [{server.Address}]");
        }
        catch (SocketException problem)
        {
            return new Outcome(OutcomeKind.Delayed, "4.4.1", $"{server} cannot be reached: {problem.Message}");
        }
        catch (ChannelException problem)
        {
            await EndAsync();
            return new Outcome(OutcomeKind.Delayed, "4.4.2", $"{server}: {problem.Message}");
        }
    }

    SmtpAgentOptions AgentOptions(IPEndPoint server) => new()
    {
        HelloName = context.HostName,
        // A loopback address cannot call others, nor they it.
        From = options.RelayFrom is { } from && from.AddressFamily == server.AddressFamily && IPAddress.IsLoopback(from) == IPAddress.IsLoopback(server.Address) ? from : null,
        ServerName = domain,
        // Between servers TLS protects against listeners only: certificates of mail servers cannot be judged without DANE (RFC 7672).
        CertificateCheck = CertificateChecks.AcceptAny,
        Log = context.Log,
        Limits = context.Limits,
        Randomness = context.Randomness,
    };

    static Outcome[] All(IReadOnlyList<QueuedRecipient> recipients, Outcome outcome) => [.. recipients.Select(_ => outcome)];

    async ValueTask EndAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        _agent = null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_agent is not null) await _agent.QuitAsync(CancellationToken.None);
        }
        catch (ChannelException)
        {
            // The messages are delivered; a farewell without an answer changes nothing.
        }
        await EndAsync();
    }
}
