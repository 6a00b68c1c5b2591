namespace Analyzer.Servers.Accounts;

/// <summary>Who has a mailbox, which domains are held here, and where mail for others goes. Never changes.</summary>
public sealed class AccountDirectory
{
    readonly Dictionary<string, Account> _byAddress;
    readonly Dictionary<string, MailAlias> _aliases;
    readonly HashSet<string> _domains;
    readonly ILookup<string, Account> _byLocalPart;

    internal AccountDirectory(AccountEntries entries, IEnumerable<string> domains)
    {
        Entries = entries;
        _domains = new HashSet<string>(domains, StringComparer.OrdinalIgnoreCase);
        Accounts = [.. entries.Accounts.Where(account => _domains.Contains(account.Domain))];
        _byAddress = Accounts.ToDictionary(account => account.Address, StringComparer.OrdinalIgnoreCase);
        _aliases = entries.Aliases.Where(alias => _domains.Contains(alias.Domain)).ToDictionary(alias => alias.Address, StringComparer.OrdinalIgnoreCase);
        _byLocalPart = Accounts.ToLookup(account => account.LocalPart, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The users with a mailbox here.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>The mail servers of the file, of which this may be a part (<see cref="OfSite"/>).</summary>
    public IReadOnlyList<MailSite> Sites => Entries.Sites;

    /// <summary>Fixed routes for relayed mail.</summary>
    public IReadOnlyList<MailRoute> Routes => Entries.Routes;

    /// <summary>What the DNS server answers.</summary>
    public IReadOnlyList<ZoneRecord> Zones => Entries.Zones;

    /// <summary>The domains held here.</summary>
    public IReadOnlyCollection<string> Domains => _domains;

    internal AccountEntries Entries { get; }

    /// <summary>Alice, Bob and their two servers, when no users file says otherwise.</summary>
    public static AccountDirectory Default { get; } = AccountFile.Parse(AccountFile.DefaultText, "built-in users");

    /// <summary>The users, domains and aliases that one site holds; sites, routes and zones stay known.</summary>
    public AccountDirectory OfSite(MailSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new(Entries, Entries.DomainsOf(site));
    }

    /// <summary>Whether mail for a domain is kept here.</summary>
    public bool Holds(string domain) => _domains.Contains(domain);

    /// <summary>The account of a login: an address, or its local part alone when only one user has it.</summary>
    public Account? Find(string login)
    {
        ArgumentNullException.ThrowIfNull(login);
        if (_byAddress.TryGetValue(login, out Account? account)) return account;
        Account[] named = [.. _byLocalPart[login].Take(2)];
        return named.Length == 1 ? named[0] : null;
    }

    /// <summary>The account whose login and password these are; null: there is none.</summary>
    public Account? Verify(string login, string password) => Find(login) is { } account && account.Password == password ? account : null;

    /// <summary>The alias of that address, if it is one.</summary>
    public MailAlias? Alias(string address) => _aliases.GetValueOrDefault(address);
}
