using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>The servers to try for a domain, or why there are none.</summary>
readonly record struct NextHops(IReadOnlyList<IPEndPoint> Servers, Outcome? Problem = null);

/// <summary>Finds the next servers of a domain: an address literal itself, the users file's route, or the DNS.</summary>
sealed class NextHopFinder(ServerContext context, SmtpServerOptions options)
{
    public async ValueTask<NextHops> FindAsync(string domain, CancellationToken cancel)
    {
        if (Literal(domain) is { } literal) return new NextHops([new IPEndPoint(literal, options.RelayPort)]);
        MailRoute? route = RouteOf(domain);
        int port = route?.Port ?? options.RelayPort;
        string host = route?.Host ?? domain;
        if (IPAddress.TryParse(host, out IPAddress? address)) return new NextHops([new IPEndPoint(address, port)]);
        if (options.Exchangers is null) return Failed("5.4.4", $"there is no route to {domain}");
        try
        {
            IReadOnlyList<IPAddress> found = await options.Exchangers.FindAsync(host, cancel);
            return found.Count == 0 ? Failed("5.1.2", $"there is no mail server for {domain}") : new NextHops([.. found.Select(server => new IPEndPoint(server, port))]);
        }
        catch (LookupFailedException problem)
        {
            return new NextHops([], new Outcome(OutcomeKind.Delayed, "4.4.3", $"the name {host} could not be looked up: {problem.Message}"));
        }
    }

    MailRoute? RouteOf(string domain) =>
        context.Accounts.Routes.FirstOrDefault(route => route.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase))
        ?? context.Accounts.Routes.FirstOrDefault(route => route.Domain == "*");

    /// <summary>RFC 5321 4.1.3: [192.0.2.1] and [IPv6:2001:db8::1].</summary>
    static IPAddress? Literal(string domain)
    {
        if (domain is not ['[', .. var inside, ']']) return null;
        string text = inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inside[5..] : inside;
        return IPAddress.TryParse(text, out IPAddress? address) ? address : null;
    }

    static NextHops Failed(string status, string text) => new([], new Outcome(OutcomeKind.Failed, status, text));
}
