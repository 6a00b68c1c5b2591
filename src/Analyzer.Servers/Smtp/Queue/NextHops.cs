using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Dns;
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
        if (route is not null && IPAddress.TryParse(route.Host, out IPAddress? address)) return new NextHops([new IPEndPoint(address, port)]);
        if (options.Resolver is not { } resolver) return Failed("5.4.4", $"there is neither a route to {domain} nor a DNS server to ask");
        if (route is null) return Of(await resolver.FindMailExchangersAsync(domain, cancel), domain, port);
        (DnsStatus status, IReadOnlyList<IPAddress> addresses) = await resolver.FindAddressesAsync(route.Host, cancel);
        if (addresses.Count > 0) return new NextHops([.. addresses.Select(found => new IPEndPoint(found, port))]);
        return status == DnsStatus.Unavailable ? Delayed(route.Host) : Failed("5.4.4", $"the route to {domain} names {route.Host}, which has no address");
    }

    static NextHops Of(MailExchangers exchangers, string domain, int port) => exchangers.Status switch
    {
        MailExchangerStatus.Found => new NextHops([.. exchangers.Hosts.SelectMany(host => host.Addresses).Select(address => new IPEndPoint(address, port))]),
        MailExchangerStatus.Unavailable => Delayed(domain),
        MailExchangerStatus.TakesNoMail => Failed("5.1.10", $"{domain} takes no mail"),
        MailExchangerStatus.NoSuchDomain => Failed("5.1.2", $"there is no domain {domain}"),
        _ => Failed("5.4.4", $"{domain} has no mail server"),
    };

    static NextHops Delayed(string name) => new([], new Outcome(OutcomeKind.Delayed, "4.4.3", $"the DNS server does not answer about {name}"));

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
