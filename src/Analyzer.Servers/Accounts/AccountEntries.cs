namespace Analyzer.Servers.Accounts;

/// <summary>The lines of a users file, understood.</summary>
sealed class AccountEntries
{
    public List<MailSite> Sites { get; } = [];

    /// <summary>Domains beside the sites' own names, with the site that holds each.</summary>
    public List<(string Domain, string Site)> Domains { get; } = [];

    public List<Account> Accounts { get; } = [];

    public List<MailAlias> Aliases { get; } = [];

    public List<MailRoute> Routes { get; } = [];

    public List<ZoneRecord> Zones { get; } = [];

    public IEnumerable<string> DomainsOf(MailSite site) =>
        Domains.Where(held => held.Site.Equals(site.HostName, StringComparison.OrdinalIgnoreCase)).Select(held => held.Domain).Append(site.HostName);

    public IEnumerable<string> AllDomains => Sites.SelectMany(DomainsOf);
}
