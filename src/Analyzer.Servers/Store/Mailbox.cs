using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Store;

/// <summary>
/// An open mailbox, shared by all who use it at the moment. Every call takes the lock of its user; files are opened, moved and removed
/// under it, their content is read and written outside.
/// </summary>
sealed class Mailbox : IDisposable
{
    static readonly FileStreamOptions s_reading = new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    };

    readonly UserMail _user;
    readonly MailboxState _state;
    MailboxJournal _journal;

    public Mailbox(UserMail user, MailboxName name, string folder)
    {
        (_user, Name, Folder) = (user, name, folder);
        (_state, _journal) = MailboxLoader.Load(folder, user);
    }

    /// <summary>Happens after a change, on the thread that made it and under the lock: take note, no more.</summary>
    public event Action? Changed;

    public MailboxName Name { get; private set; }

    public string Folder { get; private set; }

    /// <summary>It was deleted while it was open.</summary>
    public bool IsDeleted { get; private set; }

    public uint UidValidity => _state.UidValidity;

    public uint UidNext { get { lock (_user.Gate) return _state.UidNext; } }

    public ulong HighestModSeq { get { lock (_user.Gate) return _state.HighestModSeq; } }

    /// <summary>The keywords that messages may have now, by number.</summary>
    public IReadOnlyList<string> Keywords { get { lock (_user.Gate) return [.. _state.Keywords]; } }

    /// <summary>Whether a keyword that it does not know yet can be given to a message.</summary>
    public bool TakesKeywords { get { lock (_user.Gate) return _state.Keywords.Count < _user.Limits.Keywords; } }

    /// <summary>The messages of this moment, from the one that has the given UID on.</summary>
    public IReadOnlyList<StoredMessage> Messages(uint from = 0)
    {
        lock (_user.Gate) return _state.Messages[_state.IndexOf(from)..];
    }

    /// <summary>Takes a message into the mailbox. It is safe when this returns.</summary>
    public StoredMessage Add(MessageDraft draft, MessageFlags flags, IReadOnlyList<string> keywords, DateTimeOffset received)
    {
        lock (_user.Gate)
        {
            ThrowIfDeleted();
            ulong bits = Bits(keywords);
            _user.TakeQuota(draft.Size);
            var file = new MaildirFile(draft.Name, flags, flags == MessageFlags.None);
            draft.MoveTo(file.PathUnder(Folder));
            if (_user.Syncs) Durable.SyncDirectory(Path.GetDirectoryName(file.PathUnder(Folder))!);
            return Enter(file, draft.Size, bits, received);
        }
    }

    /// <summary>Whether a message with this name is in it.</summary>
    public bool Has(string uniqueName)
    {
        lock (_user.Gate) return _state.Messages.Any(message => message.Name.StartsWith(uniqueName, StringComparison.Ordinal));
    }

    /// <summary>Takes the messages that no session has seen yet; they are recent for the caller alone.</summary>
    public IReadOnlyList<StoredMessage> ClaimNew()
    {
        lock (_user.Gate)
        {
            List<StoredMessage> claimed = _state.Messages.FindAll(message => message.IsNew);
            return claimed.FindAll(message => Rename(message, message.Flags));
        }
    }

    /// <summary>Opens a message for reading; null: it is gone.</summary>
    public FileStream? Open(StoredMessage message)
    {
        lock (_user.Gate)
        {
            if (message.IsExpunged) return null;
            try
            {
                return DiskFile.Open(File(message).PathUnder(Folder), s_reading);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Changes flags; those that changed after <paramref name="unchangedSince"/> are left alone and returned.</summary>
    public IReadOnlyList<StoredMessage> ChangeFlags(IEnumerable<StoredMessage> messages, FlagChange change, ulong unchangedSince = ulong.MaxValue)
    {
        lock (_user.Gate)
        {
            ThrowIfDeleted();
            ulong bits = change.Kind == FlagChangeKind.Remove ? KnownBits(change.Keywords) : Bits(change.Keywords);
            ulong modSeq = _state.HighestModSeq + 1;
            var modified = new List<StoredMessage>();
            foreach (StoredMessage message in messages)
            {
                if (message.IsExpunged) continue;
                if (message.ModSeq > unchangedSince) modified.Add(message);
                else Apply(message, change, bits, modSeq);
            }
            Commit(syncs: false);
            return modified;
        }
    }

    /// <summary>Removes messages for good.</summary>
    public void Expunge(IEnumerable<StoredMessage> messages)
    {
        lock (_user.Gate)
        {
            ulong modSeq = _state.HighestModSeq + 1;
            foreach (StoredMessage message in messages)
            {
                if (message.IsExpunged) continue;
                System.IO.File.Delete(File(message).PathUnder(Folder));
                _user.ReturnQuota(message.Size);
                Forget(message, modSeq);
            }
            Commit(syncs: false);
        }
    }

    /// <summary>Moves messages into another mailbox of the same user; a crash leaves each in one of the two.</summary>
    /// <returns>The messages that moved, and what each became.</returns>
    public IReadOnlyList<(StoredMessage From, StoredMessage To)> MoveTo(Mailbox target, IEnumerable<StoredMessage> messages)
    {
        lock (_user.Gate)
        {
            target.ThrowIfDeleted();
            var moved = new List<(StoredMessage, StoredMessage)>();
            ulong modSeq = _state.HighestModSeq + 1;
            foreach (StoredMessage message in messages)
            {
                if (message.IsExpunged) continue;
                MaildirFile file = File(message);
                System.IO.File.Move(file.PathUnder(Folder), file.PathUnder(target.Folder), overwrite: true);
                moved.Add((message, target.Enter(file, message.Size, target.Bits(KeywordsOf(message)), message.Received)));
                Forget(message, modSeq);
            }
            Commit(syncs: _user.Syncs);
            if (_user.Syncs && moved.Count > 0) target.SyncFolders();
            return moved;
        }
    }

    /// <summary>The names of a message's keywords.</summary>
    public IReadOnlyList<string> KeywordsOf(StoredMessage message)
    {
        if (message.Keywords == 0) return [];
        lock (_user.Gate) return [.. _state.Keywords.Where((_, i) => (message.Keywords & 1UL << i) != 0)];
    }

    /// <summary>The mailbox is renamed.</summary>
    public void Relocate(MailboxName name, string folder) => (Name, Folder) = (name, folder);

    /// <summary>The mailbox is no more.</summary>
    public void Delete()
    {
        foreach (StoredMessage message in _state.Messages) message.IsExpunged = true;
        _state.Messages.Clear();
        _state.HighestModSeq++;
        IsDeleted = true;
        Changed?.Invoke();
    }

    public void Dispose() => _journal.Dispose();

    StoredMessage Enter(MaildirFile file, long size, ulong keywords, DateTimeOffset received)
    {
        var message = new StoredMessage(_state.UidNext++, file.Name, size, received)
        {
            Flags = file.Flags,
            Keywords = keywords,
            ModSeq = ++_state.HighestModSeq,
            IsNew = file.IsNew,
        };
        _state.Messages.Add(message);
        _journal.Added(message);
        Commit(_user.Syncs);
        return message;
    }

    void Apply(StoredMessage message, FlagChange change, ulong bits, ulong modSeq)
    {
        (MessageFlags flags, ulong keywords) = change.Kind switch
        {
            FlagChangeKind.Add => (message.Flags | change.Flags, message.Keywords | bits),
            FlagChangeKind.Remove => (message.Flags & ~change.Flags, message.Keywords & ~bits),
            _ => (change.Flags, bits),
        };
        if (flags == message.Flags && keywords == message.Keywords) return;
        if (flags != message.Flags && !Rename(message, flags)) return;
        message.Keywords = keywords;
        message.ModSeq = _state.HighestModSeq = modSeq;
        _journal.Changed(message);
    }

    // Into cur, with these flags. A file that somebody else removed is as good as expunged.
    bool Rename(StoredMessage message, MessageFlags flags)
    {
        MaildirFile now = File(message), then = now with { Flags = flags, IsNew = false };
        try
        {
            System.IO.File.Move(now.PathUnder(Folder), then.PathUnder(Folder), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            Forget(message, _state.HighestModSeq + 1);
            return false;
        }
        (message.Flags, message.IsNew) = (flags, false);
        return true;
    }

    void Forget(StoredMessage message, ulong modSeq)
    {
        message.IsExpunged = true;
        message.ModSeq = _state.HighestModSeq = modSeq;
        _journal.Removed(message);
    }

    void Commit(bool syncs)
    {
        _journal.Write(syncs);
        _state.Messages.RemoveAll(message => message.IsExpunged);
        if (_journal.Lines > 1000 + 4 * _state.Messages.Count)
        {
            _journal.Dispose();
            _journal = MailboxJournal.Create(Folder, _state, syncs);
        }
        Changed?.Invoke();
    }

    // Messages may have left and come both in new and in cur.
    void SyncFolders()
    {
        Durable.SyncDirectory(Path.Combine(Folder, "new"));
        Durable.SyncDirectory(Path.Combine(Folder, "cur"));
    }

    ulong KnownBits(IReadOnlyList<string> keywords)
    {
        ulong bits = 0;
        foreach (string keyword in keywords)
            if (IndexOf(keyword) is >= 0 and int at) bits |= 1UL << at;
        return bits;
    }

    ulong Bits(IReadOnlyList<string> keywords)
    {
        foreach (string keyword in keywords)
        {
            if (IndexOf(keyword) >= 0) continue;
            if (_state.Keywords.Count >= _user.Limits.Keywords) throw new StoreRefusal(StoreProblem.Limit, $"A mailbox has at most {_user.Limits.Keywords} keywords");
            if (keyword.Length > _user.Limits.Keyword) throw new StoreRefusal(StoreProblem.Limit, $"A keyword has at most {_user.Limits.Keyword} characters");
            _state.Keywords.Add(keyword);
            _journal.Named(keyword);
        }
        return KnownBits(keywords);
    }

    int IndexOf(string keyword) => _state.Keywords.FindIndex(known => known.Equals(keyword, StringComparison.OrdinalIgnoreCase));

    static MaildirFile File(StoredMessage message) => new(message.Name, message.Flags, message.IsNew);

    void ThrowIfDeleted()
    {
        if (IsDeleted) throw new StoreRefusal(StoreProblem.NonExistent, "The mailbox is deleted");
    }
}
