using Analyzer.Servers.Accounts;

namespace Analyzer.Servers.Smtp;

/// <summary>What an address comes to: the mailboxes here and addresses elsewhere. IsUnknown: it should be here and is not.</summary>
readonly record struct SmtpAddressee(IReadOnlyList<string> Addresses, bool IsUnknown = false, bool IsAlias = false);

/// <summary>Resolves aliases, of aliases too; one that comes back to itself counts once.</summary>
sealed class RecipientResolver(AccountDirectory accounts, int maxExpansion)
{
    public SmtpAddressee Resolve(string address)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = new Queue<string>([address]);
        bool isAlias = false;
        while (left.TryDequeue(out string? next) && found.Count < maxExpansion)
        {
            if (!seen.Add(next)) continue;
            if (accounts.Alias(next) is { } alias)
            {
                isAlias = true;
                foreach (string target in alias.Targets) left.Enqueue(target);
            }
            else if (!IsHere(next)) found.Add(next);
            else if (MailboxOf(next) is { } account && !found.Contains(account.Address)) found.Add(account.Address);
        }
        return new SmtpAddressee(found, IsUnknown: found.Count == 0, isAlias);
    }

    bool IsHere(string address) => accounts.Holds(DomainOf(address));

    Account? MailboxOf(string address)
    {
        // A bare local part must not find a user of another domain here.
        if (accounts.Find(address) is { } account && account.Address.Equals(address, StringComparison.OrdinalIgnoreCase)) return account;
        // RFC 5321 4.5.1: every domain has a postmaster, be it the first user.
        bool isPostmaster = address.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase);
        return isPostmaster ? accounts.Accounts.FirstOrDefault(one => one.Domain.Equals(DomainOf(address), StringComparison.OrdinalIgnoreCase)) : null;
    }

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
