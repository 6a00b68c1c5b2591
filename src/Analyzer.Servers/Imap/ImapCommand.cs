using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>A command as it came; the message of APPEND went into a draft, and its place is empty.</summary>
sealed class ImapCommand(string tag, string name, ImapParser arguments) : IDisposable
{
    public string Tag { get; } = tag;

    /// <summary>In capitals.</summary>
    public string Name { get; } = name;

    /// <summary>What stands behind the name, from the blank on.</summary>
    public ImapParser Arguments { get; } = arguments;

    public AppendTarget? Append { get; init; }

    public void Dispose() => Append?.Dispose();
}

/// <summary>Where APPEND puts the message that follows.</summary>
sealed class AppendTarget(MailboxLease lease, MessageDraft draft, MessageFlags flags, IReadOnlyList<string> keywords, DateTimeOffset? received) : IDisposable
{
    public Mailbox Mailbox => lease.Mailbox;

    public MessageDraft Draft => draft;

    public MessageFlags Flags => flags;

    public IReadOnlyList<string> Keywords => keywords;

    public DateTimeOffset? Received => received;

    public void Dispose()
    {
        draft.Dispose();
        lease.Dispose();
    }
}
