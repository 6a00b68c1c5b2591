using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Store;

/// <summary>
/// The mail of all users on disk, a Maildir for each: <c>ROOT/USER</c> is INBOX, <c>ROOT/USER/.Work/.Plans</c> the mailbox Work/Plans. Messages
/// are kept as they came, with CRLF line ends. Shared by SMTP, POP3 and IMAP of one process; a second process is refused. Memory holds the
/// indexes of the mailboxes that are in use, about 200 bytes a message, and no message.
/// </summary>
public sealed class MailStore : IMailDelivery, IDisposable
{
    readonly string _root;
    readonly FileStream _lock;
    readonly string _host;
    readonly ConcurrentDictionary<string, Lazy<UserMail>> _users = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentQueue<(UserMail User, Mailbox Mailbox)> _resting = new();
    int _names;

    MailStore(string root, FileStream exclusive, MailStoreOptions options)
    {
        (_root, _lock, Options) = (root, exclusive, options);
        _host = FileNameOf(options.HostName);
    }

    /// <summary>How it works.</summary>
    public MailStoreOptions Options { get; }

    /// <summary>Opens the store in a directory, which is made if it is not there.</summary>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    public static MailStore Open(DirectoryInfo root, MailStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        Directory.CreateDirectory(root.FullName);
        var exclusive = new FileStream(Path.Combine(root.FullName, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return new MailStore(root.FullName, exclusive, options ?? new MailStoreOptions());
    }

    /// <inheritdoc/>
    public async ValueTask<MailDelivery> DeliverAsync(string user, string deliveryId, ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        try
        {
            UserMail mail = UserOf(user);
            using MessageDraft draft = mail.Begin(FileNameOf(deliveryId));
            await draft.WriteAsync(new ReadOnlySequence<byte>(message), cancel).ConfigureAwait(false);
            Deliver(mail, draft, MailboxName.Inbox, MessageFlags.None, null, FileNameOf(deliveryId));
            return MailDelivery.Delivered;
        }
        catch (StoreRefusal refusal) when (refusal.Problem == StoreProblem.OverQuota)
        {
            return MailDelivery.OverQuota;
        }
    }

    /// <summary>
    /// Puts a message into a mailbox, INBOX or <paramref name="folder"/>, which is made if it is not there. When this returns, the message is
    /// on disk.
    /// </summary>
    /// <remarks>When there is no room, or the folder has no good name, it throws and nothing is left.</remarks>
    public async ValueTask DeliverAsync(string user, Stream message, string? folder = null, MessageFlags flags = MessageFlags.None, DateTimeOffset? received = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        UserMail mail = UserOf(user);
        MailboxName name = folder is null ? MailboxName.Inbox : mail.Name(folder);
        using MessageDraft draft = mail.Begin();
        await draft.WriteAsync(message, cancel).ConfigureAwait(false);
        if (!mail.Exists(name)) mail.Create(name);
        Deliver(mail, draft, name, flags, received, null);
    }

    /// <summary>Frees the directory for others. Sessions must be over.</summary>
    public void Dispose()
    {
        while (_resting.TryDequeue(out (UserMail User, Mailbox Mailbox) oldest)) oldest.User.Close(oldest.Mailbox);
        _lock.Dispose();
    }

    /// <summary>The mail of a user, which begins with an empty INBOX.</summary>
    internal UserMail UserOf(string user)
    {
        string name = FileNameOf(user.ToLowerInvariant());
        // Lazy: two sessions that come at the same time get the same one.
        return _users.GetOrAdd(name, key => new Lazy<UserMail>(() => new UserMail(this, user, Path.Combine(_root, key)))).Value;
    }

    /// <summary>Nobody uses this mailbox at the moment; the one that rests longest is closed when there are many.</summary>
    internal void Rest(UserMail user, Mailbox mailbox)
    {
        _resting.Enqueue((user, mailbox));
        while (_resting.Count > Options.Limits.IdleMailboxes && _resting.TryDequeue(out (UserMail User, Mailbox Mailbox) oldest)) oldest.User.Close(oldest.Mailbox);
    }

    /// <summary>A file name that no other message has: the time and a number.</summary>
    internal string NewName()
    {
        DateTimeOffset now = Options.Clock.GetUtcNow();
        int number = Interlocked.Increment(ref _names);
        return string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}.M{now.Ticks / 10 % 1_000_000:D6}Q{number:D6}.{_host}");
    }

    void Deliver(UserMail mail, MessageDraft draft, MailboxName name, MessageFlags flags, DateTimeOffset? received, string? uniqueName)
    {
        DateTimeOffset at = received ?? Options.Clock.GetUtcNow();
        draft.Seal(at, Options.SyncsToDisk);
        using MailboxLease lease = mail.Open(name);
        lock (mail.Gate)
        {
            if (uniqueName is not null && lease.Mailbox.Has(uniqueName + ",S=")) return;
            lease.Mailbox.Add(draft, flags, [], at);
        }
    }

    // Letters, digits and a few marks stay; all else, and a dot at the start, becomes =XX. So different names stay different.
    static string FileNameOf(string text)
    {
        var name = new StringBuilder();
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '@' or '-' or '_' or '+' || c == '.' && name.Length > 0) name.Append(c);
            else name.Append(CultureInfo.InvariantCulture, $"={octet:X2}");
        }
        return name.Length is > 0 and <= 200 ? name.ToString() : throw new StoreRefusal(StoreProblem.BadName, "The name is empty or too long");
    }
}
