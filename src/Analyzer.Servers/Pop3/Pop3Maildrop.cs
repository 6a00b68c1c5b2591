using System.Globalization;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Pop3;

/// <summary>INBOX as it was when the session began, numbered from 1; held alone among POP3 sessions. IMAP and deliveries go on meanwhile.</summary>
sealed class Pop3Maildrop : IDisposable
{
    readonly IDisposable _exclusive;
    readonly MailboxLease _lease;
    readonly IReadOnlyList<StoredMessage> _messages;
    readonly HashSet<StoredMessage> _marked = [];

    Pop3Maildrop(IDisposable exclusive, MailboxLease lease)
    {
        (_exclusive, _lease) = (exclusive, lease);
        _messages = lease.Mailbox.Messages();
    }

    /// <summary>Null: another session has it.</summary>
    public static Pop3Maildrop? TryOpen(UserMail user)
    {
        IDisposable? exclusive = user.TryLockMaildrop();
        if (exclusive is null) return null;
        try
        {
            return new Pop3Maildrop(exclusive, user.Open(MailboxName.Inbox));
        }
        catch
        {
            exclusive.Dispose();
            throw;
        }
    }

    /// <summary>The messages that are not marked as deleted, with their numbers.</summary>
    public IEnumerable<(int Number, StoredMessage Message)> Listed =>
        _messages.Select((message, i) => (i + 1, message)).Where(numbered => !_marked.Contains(numbered.message));

    /// <summary>The message that a client's word means; null: none, or one that is marked.</summary>
    public StoredMessage? Find(string number)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n < 1 || n > _messages.Count) return null;
        return _marked.Contains(_messages[n - 1]) ? null : _messages[n - 1];
    }

    /// <summary>The same for a message in every session, and for no other (RFC 1939, section 7).</summary>
    public string UniqueId(StoredMessage message) => string.Create(CultureInfo.InvariantCulture, $"{_lease.Mailbox.UidValidity}.{message.Uid}");

    /// <summary>Null: another session, by IMAP, has removed it.</summary>
    public Stream? Open(StoredMessage message) => _lease.Mailbox.Open(message);

    public void Mark(StoredMessage message) => _marked.Add(message);

    public void Reset() => _marked.Clear();

    /// <summary>Removes what is marked; returns how many messages of the session are left.</summary>
    public int Update()
    {
        _lease.Mailbox.Expunge(_marked);
        return _messages.Count - _marked.Count;
    }

    public void Dispose()
    {
        _lease.Dispose();
        _exclusive.Dispose();
    }
}
