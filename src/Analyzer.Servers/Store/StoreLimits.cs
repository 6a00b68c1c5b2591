namespace Analyzer.Servers.Store;

/// <summary>What a mail store takes at most.</summary>
public sealed class StoreLimits
{
    /// <summary>Octets of a mailbox name in UTF-8. A path of the operating system has 4096.</summary>
    public int MailboxName { get; init; } = 1000;

    /// <summary>Octets of one level of a mailbox name. A file name has 255; the dot before it counts.</summary>
    public int MailboxLevel { get; init; } = 200;

    /// <summary>Levels of the folder hierarchy.</summary>
    public int MailboxDepth { get; init; } = 16;

    /// <summary>Mailboxes of a user; nobody sorts mail into more by hand.</summary>
    public int Mailboxes { get; init; } = 1000;

    /// <summary>Subscriptions of a user; names of mailboxes that are gone may stay subscribed.</summary>
    public int Subscriptions { get; init; } = 2000;

    /// <summary>Keywords of a mailbox: a message keeps them as the bits of a word.</summary>
    public int Keywords { get; init; } = 64;

    /// <summary>Mailboxes whose index stays in memory although nobody uses them: deliveries in a row need not read it again.</summary>
    public int IdleMailboxes { get; init; } = 32;

    /// <summary>Characters of a keyword.</summary>
    public int Keyword { get; init; } = 64;
}
