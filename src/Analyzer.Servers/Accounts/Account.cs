using System.Net;

namespace Analyzer.Servers.Accounts;

/// <summary>A user with a mailbox and a login. The password is kept in clear text: CRAM-MD5, APOP and SCRAM need it, and this is a teaching server.</summary>
public sealed record Account(string LocalPart, string Domain, string Password)
{
    /// <summary>The mail address, which is also the login and the store's name of the user.</summary>
    public string Address => $"{LocalPart}@{Domain}";

    /// <summary>Bytes that the mailbox may hold; null: no limit.</summary>
    public long? Quota { get; init; }
}

/// <summary>One mail server of the users file: the name it greets with and the address it listens on. It holds the domain of its name.</summary>
public sealed record MailSite(string HostName, IPAddress Address);

/// <summary>One name for several addresses (or another name for one).</summary>
public sealed record MailAlias(string Address, IReadOnlyList<string> Targets)
{
    /// <summary>What lies behind the '@'.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];
}

/// <summary>Where mail for a domain goes, instead of asking the DNS; domain "*" is every other one. Host is a name or an address literal.</summary>
public sealed record MailRoute(string Domain, string Host, int? Port);

/// <summary>A resource record that the DNS server answers with. Data is an address, a host name or text.</summary>
public sealed record ZoneRecord(string Name, ZoneRecordType Type, string Data)
{
    /// <summary>Of an MX record: lower is tried first.</summary>
    public int Preference { get; init; }
}

/// <summary>The types that a zone may hold, by their numbers in the protocol (RFC 1035 3.2.2, RFC 3596).</summary>
public enum ZoneRecordType
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Another name.</summary>
    Cname = 5,

    /// <summary>Name of an address.</summary>
    Ptr = 12,

    /// <summary>Mail exchanger.</summary>
    Mx = 15,

    /// <summary>Text.</summary>
    Txt = 16,

    /// <summary>IPv6 address.</summary>
    Aaaa = 28,
}
