using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Dns;

namespace Analyzer.Servers.Accounts;

/// <summary>
/// Reads a users file. One entry a line, words parted by blanks (a word with blanks stands in double quotes), '#' starts a comment:
/// <code>
/// site   HOST ADDRESS                    a mail server; it holds the domain of its name
/// domain DOMAIN HOST                     a further domain that a site holds
/// user   ADDRESS PASSWORD [QUOTA]        a mailbox and login; quota in bytes, or with K, M, G
/// alias  ADDRESS TARGET...               mail for ADDRESS goes to each TARGET
/// route  DOMAIN HOST[:PORT]              mail for DOMAIN ("*": any other) goes to HOST, whatever the DNS says
/// record NAME TYPE [PREFERENCE] DATA     for the DNS server: A, AAAA, MX, PTR, TXT, CNAME
/// </code>
/// Each site gets an A (or AAAA), an MX and a PTR record of itself when the file gives it no MX.
/// </summary>
public static class AccountFile
{
    /// <summary>The users there are without a file.</summary>
    public const string DefaultText = """
        # The two mail servers of the text-book: Alice's and Bob's.
        site  hamburger.edu  127.0.0.1
        site  crepes.fr      127.0.0.2

        user  alice@crepes.fr      hungry
        user  chef@crepes.fr       flambee
        user  bob@hamburger.edu    hungry
        user  carol@hamburger.edu  pickles
        user  dave@hamburger.edu   ketchup

        # One name for several mailboxes, and several names for one.
        alias  friends@hamburger.edu   bob@hamburger.edu carol@hamburger.edu alice@crepes.fr
        alias  robert@hamburger.edu    bob@hamburger.edu
        alias  b.burger@hamburger.edu  bob@hamburger.edu
        alias  postmaster@hamburger.edu  bob@hamburger.edu
        alias  postmaster@crepes.fr      alice@crepes.fr
        """;

    /// <summary>Reads a users file; an <see cref="AccountFileException"/> names the line that is wrong, an IOException says why it cannot be read.</summary>
    public static AccountDirectory Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Understands the text of a users file; <paramref name="name"/> is for error messages.</summary>
    public static AccountDirectory Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = new AccountEntries();
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string? problem = Words(line) is { } words ? Read(words, entries) : "a quotation mark is missing";
            if (problem is not null) throw new AccountFileException($"{name}, line {number}: {problem}");
        }
        if (Contradiction(entries) is { } contradiction) throw new AccountFileException($"{name}: {contradiction}");
        AddZonesOfSites(entries);
        return new AccountDirectory(entries, entries.AllDomains);
    }

    static List<string>? Words(string line)
    {
        var words = new List<string>();
        ReadOnlySpan<char> rest = line.AsSpan().Trim();
        while (!rest.IsEmpty && rest[0] != '#')
        {
            bool isQuoted = rest[0] == '"';
            if (isQuoted) rest = rest[1..];
            int end = isQuoted ? rest.IndexOf('"') : rest.IndexOfAny(' ', '\t');
            if (end < 0 && isQuoted) return null;
            if (end < 0) end = rest.Length;
            words.Add(rest[..end].ToString());
            rest = rest[Math.Min(end + 1, rest.Length)..].TrimStart();
        }
        return words;
    }

    static string? Read(List<string> words, AccountEntries entries) => words switch
    {
        [] => null,
        ["site", var host, var address] => ReadSite(host, address, entries),
        ["domain", var domain, var site] => Add(entries.Domains, (domain, site)),
        ["user", var address, var password, .. { Count: <= 1 } quota] => ReadUser(address, password, quota, entries),
        ["alias", var address, .. { Count: > 0 } targets] => Add(entries.Aliases, new MailAlias(address, targets)),
        ["route", var domain, var host] => ReadRoute(domain, host, entries),
        ["record", var name, var type, .. { Count: 1 or 2 } data] => ReadRecord(name, type, data, entries),
        [var first, ..] => $"'{first}' is no entry, or lacks a word; entries are site, domain, user, alias, route, record",
    };

    static string? Add<T>(List<T> list, T entry)
    {
        list.Add(entry);
        return null;
    }

    static string? ReadSite(string host, string address, AccountEntries entries) =>
        IPAddress.TryParse(address, out IPAddress? parsed) ? Add(entries.Sites, new MailSite(host, parsed)) : $"'{address}' is no IP address";

    static string? ReadUser(string address, string password, List<string> quota, AccountEntries entries)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) return $"'{address}' is no mail address";
        long? bytes = quota.Count == 0 ? null : Bytes(quota[0]);
        if (quota.Count > 0 && bytes is null) return $"'{quota[0]}' is no quota; write bytes, or a number with K, M or G";
        return Add(entries.Accounts, new Account(address[..at], address[(at + 1)..], password) { Quota = bytes });
    }

    static long? Bytes(string quota)
    {
        int shift = quota[^1] switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        string digits = shift == 0 ? quota : quota[..^1];
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? (long)number << shift : null;
    }

    static string? ReadRoute(string domain, string target, AccountEntries entries)
    {
        if (IPEndPoint.TryParse(target, out IPEndPoint? literal))
            return Add(entries.Routes, new MailRoute(domain, literal.Address.ToString(), literal.Port == 0 ? null : literal.Port));
        string[] parts = target.Split(':');
        if (parts.Length == 1) return Add(entries.Routes, new MailRoute(domain, target, null));
        if (parts.Length == 2 && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return Add(entries.Routes, new MailRoute(domain, parts[0], port));
        return $"'{target}' is no host";
    }

    static string? ReadRecord(string name, string typeName, List<string> data, AccountEntries entries)
    {
        if (!Enum.TryParse(typeName, ignoreCase: true, out ZoneRecordType type) || !Enum.IsDefined(type) || type == ZoneRecordType.None)
            return $"'{typeName}' is no type of record; types are A, AAAA, MX, PTR, TXT, CNAME";
        int preference = 10;
        if (data.Count == 2 && (type != ZoneRecordType.Mx || !int.TryParse(data[0], NumberStyles.None, CultureInfo.InvariantCulture, out preference) || preference > ushort.MaxValue))
            return $"'{data[0]}' is no preference of an MX record";
        if (type is ZoneRecordType.A or ZoneRecordType.Aaaa && !IPAddress.TryParse(data[^1], out _)) return $"'{data[^1]}' is no IP address";
        return Add(entries.Zones, new ZoneRecord(name, type, data[^1]) { Preference = type == ZoneRecordType.Mx ? preference : 0 });
    }

    static string? Contradiction(AccountEntries entries)
    {
        if (entries.Sites.Count == 0) return "there is no site";
        if (entries.Domains.Find(held => !entries.Sites.Exists(site => Same(site.HostName, held.Site))) is (var domain, { } unknown))
            return $"domain {domain} is held by {unknown}, which is no site";
        var domains = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string held in entries.AllDomains)
            if (!domains.Add(held)) return $"domain {held} is held twice";
        if (entries.Accounts.Find(account => !domains.Contains(account.Domain)) is { } homeless) return $"no site holds the domain of user {homeless.Address}";
        if (entries.Aliases.Find(alias => !domains.Contains(alias.Domain)) is { } strange) return $"no site holds the domain of alias {strange.Address}";
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in entries.Accounts.Select(account => account.Address).Concat(entries.Aliases.Select(alias => alias.Address)))
            if (!names.Add(name)) return $"{name} is there twice";
        return null;
    }

    static void AddZonesOfSites(AccountEntries entries)
    {
        foreach (MailSite site in entries.Sites)
        {
            if (entries.Zones.Exists(record => record.Type == ZoneRecordType.Mx && Same(record.Name, site.HostName))) continue;
            string exchanger = "mail." + InDns(site.HostName);
            ZoneRecordType address = site.Address.AddressFamily == AddressFamily.InterNetwork ? ZoneRecordType.A : ZoneRecordType.Aaaa;
            foreach (string domain in entries.DomainsOf(site)) entries.Zones.Add(new ZoneRecord(InDns(domain), ZoneRecordType.Mx, exchanger) { Preference = 10 });
            entries.Zones.Add(new ZoneRecord(exchanger, address, site.Address.ToString()));
            entries.Zones.Add(new ZoneRecord(InDns(site.HostName), address, site.Address.ToString()));
            entries.Zones.Add(new ZoneRecord(DnsZones.ReverseName(site.Address), ZoneRecordType.Ptr, exchanger));
        }
    }

    // Names in other scripts (RFC 5890); what is no such name stays as it is, and is not found.
    static string InDns(string domain)
    {
        try
        {
            return new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A users file that cannot be understood; the message names file and line.</summary>
public sealed class AccountFileException(string message) : Exception(message);
