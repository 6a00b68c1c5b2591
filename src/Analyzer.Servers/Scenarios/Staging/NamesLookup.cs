using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Dns;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>How a mail server on the stage finds the next one: it asks the host that knows the names.</summary>
sealed class NamesLookup(DnsResolver resolver, AddressFamily family) : IExchangerLookup
{
    public async ValueTask<IReadOnlyList<IPAddress>> FindAsync(string domain, CancellationToken cancel)
    {
        MailExchangers found = await resolver.FindMailExchangersAsync(domain, cancel);
        if (found.Status == MailExchangerStatus.Unavailable) throw new LookupFailedException("no name server answers");
        return [.. found.Hosts.SelectMany(host => host.Addresses).Where(address => address.AddressFamily == family)];
    }
}
