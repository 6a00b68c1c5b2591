namespace Analyzer.Servers.Store;

/// <summary>The index of a mailbox.</summary>
sealed class MailboxState
{
    /// <summary>0: none was given yet.</summary>
    public uint UidValidity { get; set; }

    public uint UidNext { get; set; } = 1;

    public ulong HighestModSeq { get; set; } = 1;

    /// <summary>Keywords that messages have or had; a message knows them by number.</summary>
    public List<string> Keywords { get; } = [];

    /// <summary>In the order of their UIDs.</summary>
    public List<StoredMessage> Messages { get; } = [];

    public StoredMessage? Find(uint uid)
    {
        int at = IndexOf(uid);
        return at < Messages.Count && Messages[at].Uid == uid ? Messages[at] : null;
    }

    /// <summary>The place of the first message that has this UID or a greater one.</summary>
    public int IndexOf(uint uid)
    {
        int low = 0, high = Messages.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Messages[middle].Uid < uid) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
