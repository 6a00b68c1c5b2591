namespace Analyzer.Servers.Store;

/// <summary>Reads a mailbox from disk: its journal, set right by what the directory holds.</summary>
static class MailboxLoader
{
    public static (MailboxState State, MailboxJournal Journal) Load(string folder, UserMail user)
    {
        MaildirFolder.Create(folder, syncs: false); // Parts that a crash left out.
        var state = new MailboxState();
        MailboxJournal? journal = MailboxJournal.Open(folder, state);
        // UIDs that cannot be read must not come again for other messages.
        if (journal is null) state = new MailboxState { UidValidity = user.NextUidValidity() };
        Dictionary<string, MaildirFile> files = MaildirFolder.Scan(folder);
        bool isChanged = Compare(state, files);
        Adopt(state, folder, files.Values);
        int messages = state.Messages.Count;
        if (journal is not null && !isChanged && files.Count == 0 && journal.Lines <= 1000 + 4 * messages) return (state, journal);
        journal?.Dispose();
        return (state, MailboxJournal.Create(folder, state, user.Syncs));
    }

    // Takes the files that are known out of the dictionary.
    static bool Compare(MailboxState state, Dictionary<string, MaildirFile> files)
    {
        bool isChanged = false;
        foreach (StoredMessage message in state.Messages)
        {
            if (message.IsExpunged) continue;
            if (!files.Remove(message.Name, out MaildirFile file)) isChanged = message.IsExpunged = true;
            else if (file.Flags != message.Flags)
            {
                message.Flags = file.Flags;
                message.ModSeq = ++state.HighestModSeq;
                isChanged = true;
            }
            message.IsNew = file.IsNew;
        }
        if (state.Messages.RemoveAll(message => message.IsExpunged) > 0 && isChanged) state.HighestModSeq++;
        return isChanged;
    }

    // In the order in which they came.
    static void Adopt(MailboxState state, string folder, IEnumerable<MaildirFile> files)
    {
        var unknown = files.Select(file => (File: file, Info: new FileInfo(file.PathUnder(folder))))
            .OrderBy(found => found.Info.LastWriteTimeUtc).ThenBy(found => found.File.Name, StringComparer.Ordinal);
        foreach ((MaildirFile file, FileInfo info) in unknown)
        {
            DateTimeOffset received = DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeSeconds());
            state.Messages.Add(new StoredMessage(state.UidNext++, file.Name, info.Length, received)
            {
                Flags = file.Flags,
                ModSeq = ++state.HighestModSeq,
                IsNew = file.IsNew,
            });
        }
    }
}
