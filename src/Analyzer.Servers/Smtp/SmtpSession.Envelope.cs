using System.Net;
using Analyzer.Servers.Accounts;

namespace Analyzer.Servers.Smtp;

sealed partial class SmtpSession
{
    ValueTask Mail(string argument)
    {
        if (Path(argument, "FROM:") is not { } text || !MailPath.TryParse(text, out MailPath sender, out string parameters)) return Mistake(501, "5.1.7", "Syntax: MAIL FROM: <address>");
        var envelope = new SmtpEnvelope { Sender = sender.Address };
        if (EsmtpParameters.ReadMail(parameters, context.Limits.MaxMessage, ref envelope) is { } complaint) return Mistake(complaint.Code, complaint.Status, complaint.Text);
        if (sender.IsInternational && !envelope.IsUtf8) return Mistake(553, "5.6.7", "International addresses need SMTPUTF8");
        if (queue.Count >= options.Limits.MaxQueued) return Say(452, "4.3.1", "Too many messages wait; try again later");
        _envelope = envelope;
        _promises.Clear();
        return Say(250, "2.1.0", $"{(sender.IsNull ? "<>" : sender.Address)} ... Sender ok");
    }

    ValueTask Recipient(string argument)
    {
        if (Path(argument, "TO:") is not { } text || !MailPath.TryParse(text, out MailPath path, out string parameters) || path.IsNull) return Mistake(501, "5.1.3", "Syntax: RCPT TO: <address>");
        if (path.IsInternational && !_envelope!.IsUtf8) return Mistake(553, "5.6.7", "International addresses need SMTPUTF8");
        if (_envelope!.Recipients.Count >= options.Limits.MaxRecipients) return Say(452, "4.5.3", "Too many recipients");
        var recipient = new SmtpRecipient(path.Address);
        if (EsmtpParameters.ReadRecipient(parameters, ref recipient) is { } complaint) return Mistake(complaint.Code, complaint.Status, complaint.Text);
        string address = Here(path);
        SmtpAddressee addressee = _resolver.Resolve(address);
        if (addressee.IsUnknown) return Mistake(550, "5.1.1", $"{path.Address} ... User unknown");
        if (isLocal) return Promise(path, recipient, addressee);
        // An alias here may name addresses elsewhere: that is this site's own wish, not the client's.
        bool isElsewhere = !addressee.IsAlias && !context.Accounts.Holds(DomainOf(address));
        if (isElsewhere && !MayRelay) return Mistake(550, "5.7.1", $"{path.Address} ... Relaying denied");
        Add(recipient, addressee.Addresses);
        return Say(250, "2.1.5", $"{path.Address} ... Recipient ok");
    }

    void Add(SmtpRecipient recipient, IReadOnlyList<string> addresses)
    {
        var known = new HashSet<string>(_envelope!.Recipients.Select(one => one.Address), StringComparer.OrdinalIgnoreCase);
        _envelope = _envelope with { Recipients = [.. _envelope.Recipients, .. addresses.Where(known.Add).Select(address => recipient with { Address = address })] };
    }

    /// <summary>The address with this server's domain where a bare Postmaster or this server's own address literal stands for it.</summary>
    string Here(MailPath path)
    {
        bool isLiteralOfHere = path.Domain is ['[', .. var inside, ']'] && IPAddress.TryParse(inside, out IPAddress? literal) && literal.Equals((channel.Connection.LocalEndPoint as IPEndPoint)?.Address);
        return path.Domain.Length == 0 || isLiteralOfHere ? $"{path.LocalPart}@{context.HostName}" : path.Address;
    }

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    bool MayRelay => options.Relay switch
    {
        RelayPolicy.Anyone => true,
        RelayPolicy.Local => _account is not null || (ClientAddress is { } address && IPAddress.IsLoopback(address)),
        _ => _account is not null,
    };

    /// <summary>What follows "FROM:" or "TO:"; null: something else is there.</summary>
    static string? Path(string argument, string keyword)
    {
        // "FROM :" with a blank is what people type.
        string text = argument.StartsWith(keyword[..^1] + " :", StringComparison.OrdinalIgnoreCase) ? argument.Remove(keyword.Length - 1, 1) : argument;
        return text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase) ? text[keyword.Length..] : null;
    }

    ValueTask Verify(string argument)
    {
        string asked = WithoutKeyword(argument);
        if (asked.Length == 0) return Mistake(501, "5.5.4", "VRFY requires a user or an address");
        if (!asked.Contains('@', StringComparison.Ordinal))
        {
            Account[] named = [.. context.Accounts.Accounts.Where(account => account.LocalPart.Equals(asked, StringComparison.OrdinalIgnoreCase))];
            if (named.Length > 1) return Say(553, "5.1.4", "User ambiguous: " + string.Join(", ", named.Select(account => account.Address)));
            asked = $"{asked}@{(named.Length == 1 ? named[0].Domain : context.HostName)}";
        }
        if (!context.Accounts.Holds(DomainOf(asked))) return Say(252, "2.1.5", "Cannot verify a user elsewhere, but will try to deliver");
        SmtpAddressee addressee = _resolver.Resolve(asked);
        return addressee.IsUnknown ? Say(550, "5.1.1", $"{asked} ... User unknown") : Say(250, "2.1.5", $"<{(addressee.Addresses is [var only] ? only : asked)}>");
    }

    ValueTask Expand(string argument)
    {
        string asked = WithoutKeyword(argument);
        if (asked.Length == 0) return Mistake(501, "5.5.4", "EXPN requires an alias");
        if (!asked.Contains('@', StringComparison.Ordinal)) asked = $"{asked}@{context.HostName}";
        SmtpAddressee addressee = _resolver.Resolve(asked);
        if (addressee.IsUnknown || !context.Accounts.Holds(DomainOf(asked))) return Say(550, "5.1.1", $"{asked} ... No such alias here");
        ReplyLines(250, "2.1.5", [.. addressee.Addresses.Select(address => $"<{address}>")]);
        return ValueTask.CompletedTask;
    }

    /// <summary>Without the SMTPUTF8 that may follow (RFC 6531 3.7.4.2), and without brackets.</summary>
    static string WithoutKeyword(string argument)
    {
        string text = argument.EndsWith(" SMTPUTF8", StringComparison.OrdinalIgnoreCase) ? argument[..^" SMTPUTF8".Length] : argument;
        return text.Trim().TrimStart('<').TrimEnd('>');
    }

    ValueTask Help()
    {
        ReplyLines(214, "2.0.0",
        [
            "Commands: " + string.Join(' ', s_rules.Keys.Where(verb => !IsOfTheOther(verb)).Order(StringComparer.Ordinal)),
            "A mail: HELO you, MAIL FROM: <you@there>, RCPT TO: <user@here>, DATA, the text, a line with a dot, QUIT",
            $"Users here: {string.Join(' ', context.Accounts.Accounts.Select(account => account.Address).Take(10))}",
        ]);
        return ValueTask.CompletedTask;
    }

    ValueTask StartQueue(string argument)
    {
        string domain = argument.TrimStart('@', '#');
        if (!MailPath.IsDomain(domain)) return Mistake(501, "5.5.4", "ETRN requires a domain name");
        if (!MayRelay) return Mistake(459, "4.7.1", $"Node {domain} not allowed");
        int count = runner.Expedite(domain);
        // RFC 1985 5.3.
        return count == 0 ? Say(251, "2.0.0", $"OK, no messages waiting for node {domain}") : Say(253, "2.0.0", $"OK, {count} pending messages for node {domain} started");
    }
}
