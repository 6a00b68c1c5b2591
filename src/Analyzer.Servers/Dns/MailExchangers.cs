using System.Net;

namespace Analyzer.Servers.Dns;

/// <summary>Where mail for a domain goes.</summary>
public enum MailExchangerStatus
{
    /// <summary>There are hosts.</summary>
    Found,

    /// <summary>There is no such domain: a permanent error.</summary>
    NoSuchDomain,

    /// <summary>The domain says that it takes no mail (RFC 7505): a permanent error.</summary>
    TakesNoMail,

    /// <summary>The domain exists, but no host of it has an address: a permanent error.</summary>
    NoHost,

    /// <summary>The DNS did not answer: later it may.</summary>
    Unavailable,
}

/// <summary>A host that takes mail; lower preferences come first.</summary>
public sealed record MailExchanger(string Host, int Preference, IReadOnlyList<IPAddress> Addresses);

/// <summary>The hosts that take mail for a domain, in the order to try them; empty unless found.</summary>
public sealed record MailExchangers(MailExchangerStatus Status, IReadOnlyList<MailExchanger> Hosts);
