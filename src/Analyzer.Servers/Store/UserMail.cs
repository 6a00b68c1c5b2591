using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Store;

/// <summary>
/// The mail of one user: mailboxes, subscriptions, quota. Everything that changes does so under one lock for each user, so that sessions of
/// one user, on however many mailboxes, see the changes in one order; users do not wait for one another.
/// </summary>
sealed class UserMail
{
    const string SubscriptionsFile = "subscriptions", ValidityFile = "uidvalidity", QuotaFile = "quota";

    readonly MailStore _store;
    readonly string _user;
    readonly string _root;
    readonly FolderTree _folders;
    readonly Dictionary<MailboxName, (Mailbox Mailbox, int Uses)> _open = [];
    readonly HashSet<MailboxName> _subscriptions = [];
    long? _used;
    bool _isPopLocked;

    public UserMail(MailStore store, string user, string root)
    {
        (_store, _user, _root) = (store, user, root);
        _folders = new FolderTree(root, Syncs, Limits);
        MaildirFolder.Create(root, Syncs);
        // Nobody is writing yet: what is here was never finished.
        foreach (string leftover in Directory.EnumerateFiles(Path.Combine(root, "tmp"))) File.Delete(leftover);
        if (File.Exists(Path.Combine(root, SubscriptionsFile)))
            foreach (string line in File.ReadLines(Path.Combine(root, SubscriptionsFile))) _subscriptions.Add(MailboxName.Parse(line, Limits));
        string quota = Path.Combine(root, QuotaFile);
        QuotaLimit = File.Exists(quota) && long.TryParse(File.ReadAllText(quota), CultureInfo.InvariantCulture, out long limit) ? limit : store.Options.QuotaOf(user);
    }

    public Lock Gate { get; } = new();

    public StoreLimits Limits => _store.Options.Limits;

    public bool Syncs => _store.Options.SyncsToDisk;

    /// <summary>Octets that the user may store; null: no bound.</summary>
    public long? QuotaLimit { get; private set; }

    /// <summary>Octets that the user stores.</summary>
    public long QuotaUsed
    {
        get { lock (Gate) return _used ??= _folders.List().Where(folder => folder.IsSelectable).Sum(folder => MaildirFolder.Octets(_folders.PathOf(folder.Name))); }
    }

    /// <summary>The names that the user subscribed to, in order.</summary>
    public IReadOnlyList<MailboxName> Subscriptions { get { lock (Gate) return [.. _subscriptions.OrderBy(name => name.Text, StringComparer.Ordinal)]; } }

    /// <summary>The name that a client wrote.</summary>
    public MailboxName Name(string text) => MailboxName.Parse(text, Limits);

    public bool Exists(MailboxName name)
    {
        lock (Gate) return _folders.Exists(name);
    }

    public IReadOnlyList<FolderInfo> List()
    {
        lock (Gate) return _folders.List();
    }

    /// <summary>Opens a mailbox, or shares it with those who have it open.</summary>
    public MailboxLease Open(MailboxName name)
    {
        lock (Gate)
        {
            if (!_open.TryGetValue(name, out (Mailbox Mailbox, int Uses) entry))
            {
                if (!_folders.Exists(name)) throw new StoreRefusal(StoreProblem.NonExistent, "There is no such mailbox");
                entry = (new Mailbox(this, name, _folders.PathOf(name)), 0);
            }
            _open[name] = entry with { Uses = entry.Uses + 1 };
            return new MailboxLease(this, entry.Mailbox);
        }
    }

    /// <summary>One user of an open mailbox less.</summary>
    public void Return(Mailbox mailbox)
    {
        lock (Gate)
        {
            if (!_open.TryGetValue(mailbox.Name, out (Mailbox Mailbox, int Uses) entry) || entry.Mailbox != mailbox) return;
            _open[mailbox.Name] = entry with { Uses = entry.Uses - 1 };
            if (entry.Uses > 1) return;
        }
        _store.Rest(this, mailbox);
    }

    /// <summary>Lets go of an index that nobody uses.</summary>
    public void Close(Mailbox mailbox)
    {
        lock (Gate)
        {
            if (!_open.TryGetValue(mailbox.Name, out (Mailbox Mailbox, int Uses) entry) || entry.Mailbox != mailbox || entry.Uses > 0) return;
            _open.Remove(mailbox.Name);
            mailbox.Dispose();
        }
    }

    public void Create(MailboxName name, string? use = null)
    {
        lock (Gate) _folders.Create(name, use);
    }

    public void Delete(MailboxName name)
    {
        lock (Gate)
        {
            if (name.IsInbox) throw new StoreRefusal(StoreProblem.Cannot, "INBOX cannot be deleted");
            if (!_folders.Exists(name)) throw new StoreRefusal(StoreProblem.NonExistent, "There is no such mailbox");
            if (_open.Remove(name, out (Mailbox Mailbox, int Uses) entry))
            {
                entry.Mailbox.Delete();
                entry.Mailbox.Dispose();
            }
            _folders.Delete(name);
            _used = null;
        }
    }

    /// <summary>Renames a mailbox with all below it. INBOX stays: its messages move to the new one (RFC 3501, section 6.3.5).</summary>
    public void Rename(MailboxName from, MailboxName to)
    {
        lock (Gate)
        {
            if (to.IsInbox) throw new StoreRefusal(StoreProblem.AlreadyExists, "There is always an INBOX");
            if (from.IsInbox)
            {
                Create(to);
                using MailboxLease source = Open(from), target = Open(to);
                source.Mailbox.MoveTo(target.Mailbox, source.Mailbox.Messages());
                return;
            }
            if (!Directory.Exists(_folders.PathOf(from))) throw new StoreRefusal(StoreProblem.NonExistent, "There is no such mailbox");
            _folders.Rename(from, to);
            foreach ((MailboxName name, (Mailbox Mailbox, int Uses) entry) in _open.Where(open => open.Key == from || open.Key.IsUnder(from)).ToList())
            {
                MailboxName renamed = name.Renamed(from, to);
                _open.Remove(name);
                _open.Add(renamed, entry);
                entry.Mailbox.Relocate(renamed, _folders.PathOf(renamed));
            }
        }
    }

    /// <summary>Subscribes to a name, or no longer. The mailbox need not exist (RFC 3501, section 6.3.6).</summary>
    public void Subscribe(MailboxName name, bool isWanted)
    {
        lock (Gate)
        {
            if (isWanted && _subscriptions.Count >= Limits.Subscriptions) throw new StoreRefusal(StoreProblem.Limit, $"A user has at most {Limits.Subscriptions} subscriptions");
            if (!(isWanted ? _subscriptions.Add(name) : _subscriptions.Remove(name))) return;
            string lines = string.Concat(Subscriptions.Select(subscribed => subscribed.Text + "\n"));
            Durable.Replace(Path.Combine(_root, SubscriptionsFile), Encoding.UTF8.GetBytes(lines), Syncs);
        }
    }

    /// <summary>Bounds what the user may store; null: as the store has it.</summary>
    public void SetQuota(long? octets)
    {
        lock (Gate)
        {
            string file = Path.Combine(_root, QuotaFile);
            if (octets is { } limit) Durable.Replace(file, Encoding.ASCII.GetBytes(limit.ToString(CultureInfo.InvariantCulture)), Syncs);
            else File.Delete(file);
            QuotaLimit = octets ?? _store.Options.QuotaOf(_user);
        }
    }

    /// <summary>Begins a message for any of the user's mailboxes.</summary>
    /// <param name="uniqueName">The name of its file; null: a new one.</param>
    public MessageDraft Begin(string? uniqueName = null)
    {
        string name = uniqueName ?? _store.NewName();
        return new MessageDraft(Path.Combine(_root, "tmp", uniqueName is null ? name : $"{name}.{_store.NewName()}"), name);
    }

    /// <summary>Keeps other POP3 sessions away (RFC 1939, section 4); null: there is one already.</summary>
    public IDisposable? TryLockMaildrop()
    {
        lock (Gate)
        {
            if (_isPopLocked) return null;
            _isPopLocked = true;
            return new MaildropLock(this);
        }
    }

    /// <summary>A UIDVALIDITY that this user's mailboxes never had: the time, or one more than the last.</summary>
    public uint NextUidValidity()
    {
        lock (Gate)
        {
            string file = Path.Combine(_root, ValidityFile);
            uint last = File.Exists(file) && uint.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out uint number) ? number : 0;
            uint next = Math.Max((uint)_store.Options.Clock.GetUtcNow().ToUnixTimeSeconds(), last + 1);
            Durable.Replace(file, Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)), Syncs);
            return next;
        }
    }

    /// <summary>Whether so many more octets have room.</summary>
    public bool HasRoomFor(long octets) => QuotaLimit is not { } limit || octets <= limit - QuotaUsed;

    public void TakeQuota(long octets)
    {
        if (!HasRoomFor(octets)) throw new StoreRefusal(StoreProblem.OverQuota, "The quota does not allow it");
        if (_used is not null) _used += octets;
    }

    public void ReturnQuota(long octets)
    {
        if (_used is not null) _used -= octets;
    }

    sealed class MaildropLock(UserMail user) : IDisposable
    {
        public void Dispose()
        {
            lock (user.Gate) user._isPopLocked = false;
        }
    }
}
