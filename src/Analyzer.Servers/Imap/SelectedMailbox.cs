using System.Globalization;
using System.Threading.Channels;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>
/// The selected mailbox as the client knows it: which message has which sequence number, and what it was told. The store goes ahead; the
/// difference is told in untagged responses at the moments when the protocol allows it (RFC 9051, sections 5.2 and 7).
/// </summary>
sealed class SelectedMailbox : IDisposable
{
    readonly MailboxLease _lease;
    readonly List<StoredMessage> _messages = [];
    readonly List<ulong> _told = [];
    readonly HashSet<StoredMessage> _recent = [];
    // One signal is enough, however many changes there are.
    readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    ulong _compared;
    int _keywords;

    public SelectedMailbox(MailboxLease lease, bool isReadOnly)
    {
        (_lease, IsReadOnly) = (lease, isReadOnly);
        lease.Mailbox.Changed += Signal;
        Take(lease.Mailbox.Messages());
        _compared = lease.Mailbox.HighestModSeq;
        _keywords = lease.Mailbox.Keywords.Count;
    }

    public Mailbox Mailbox => _lease.Mailbox;

    public bool IsReadOnly { get; }

    public int Count => _messages.Count;

    public int Recent => _messages.Count(IsRecent);

    /// <summary>The messages that the last saved search found (RFC 5182).</summary>
    public HashSet<StoredMessage> Saved { get; set; } = [];

    /// <summary>By sequence number, from 1.</summary>
    public StoredMessage this[int number] => _messages[number - 1];

    public bool IsRecent(StoredMessage message) => _recent.Contains(message) || IsReadOnly && message.IsNew;

    /// <summary>The messages of a set with their sequence numbers, in order. Numbers of no message are wrong; UIDs of none are passed over.</summary>
    public IReadOnlyList<(int Number, StoredMessage Message)> Find(SequenceSet set, bool isUid)
    {
        if (set.IsSaved) return [.. Numbered().Where(numbered => Saved.Contains(numbered.Message))];
        var found = new List<(int, StoredMessage)>();
        uint last = isUid ? _messages.Count == 0 ? 0 : _messages[^1].Uid : (uint)_messages.Count;
        foreach ((uint from, uint to) in set.Resolve(last))
        {
            if (!isUid && (from == 0 || to > _messages.Count)) throw ImapRefusal.Bad("There is no message with that number");
            int at = isUid ? IndexOf(from) : (int)from - 1;
            for (; at < _messages.Count && (isUid ? _messages[at].Uid : (uint)at + 1) <= to; at++) found.Add((at + 1, _messages[at]));
        }
        return found;
    }

    public IEnumerable<(int Number, StoredMessage Message)> Numbered() => _messages.Select((message, i) => (i + 1, message));

    /// <summary>The client knows this message's flags as they are now.</summary>
    public void Told(int number) => _told[number - 1] = _messages[number - 1].ModSeq;

    /// <summary>Whether the client knows the flags as they were before the change that has this mod-sequence.</summary>
    public bool Knows(int number) => _told[number - 1] >= _messages[number - 1].ModSeq;

    /// <summary>Tells what changed since it was asked last.</summary>
    /// <param name="mayExpunge">Sequence numbers may change now.</param>
    /// <param name="write">Takes a line.</param>
    /// <param name="writeFlags">Writes the FETCH response of a message whose flags changed.</param>
    public void Update(bool mayExpunge, Action<string> write, Action<int, StoredMessage> writeFlags)
    {
        ulong highest = Mailbox.HighestModSeq;
        if (highest == _compared) return;
        bool isComplete = mayExpunge || _messages.TrueForAll(message => !message.IsExpunged);
        if (mayExpunge) TellExpunged(write);
        IReadOnlyList<StoredMessage> added = Mailbox.Messages(_messages.Count == 0 ? 0 : _messages[^1].Uid + 1);
        if (added.Count > 0)
        {
            Take(added);
            write(string.Create(CultureInfo.InvariantCulture, $"* {_messages.Count} EXISTS"));
            write(string.Create(CultureInfo.InvariantCulture, $"* {Recent} RECENT"));
        }
        if (Mailbox.Keywords.Count != _keywords) write(FlagsLine());
        for (int i = 0; i < _messages.Count; i++)
        {
            if (_messages[i].IsExpunged || Knows(i + 1)) continue;
            Told(i + 1);
            writeFlags(i + 1, _messages[i]);
        }
        if (isComplete) _compared = highest;
    }

    /// <summary>The flags that there are, as FLAGS tells them.</summary>
    public string FlagsLine()
    {
        IReadOnlyList<string> keywords = Mailbox.Keywords;
        _keywords = keywords.Count;
        return $"* FLAGS ({string.Join(' ', FlagNames.System.Concat(keywords))})";
    }

    /// <summary>Waits until there may be something to tell.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await _changed.Reader.ReadAsync(cancel);

    public void Dispose()
    {
        Mailbox.Changed -= Signal;
        _lease.Dispose();
    }

    // Each number is that at the time when it is told: from the end, earlier ones stay right.
    void TellExpunged(Action<string> write)
    {
        int kept = 0;
        for (int i = 0; i < _messages.Count; i++)
        {
            if (_messages[i].IsExpunged)
            {
                write(string.Create(CultureInfo.InvariantCulture, $"* {kept + 1} EXPUNGE"));
                _recent.Remove(_messages[i]);
                Saved.Remove(_messages[i]);
                continue;
            }
            (_messages[kept], _told[kept]) = (_messages[i], _told[i]);
            kept++;
        }
        _messages.RemoveRange(kept, _messages.Count - kept);
        _told.RemoveRange(kept, _told.Count - kept);
    }

    void Take(IReadOnlyList<StoredMessage> added)
    {
        if (!IsReadOnly) _recent.UnionWith(Mailbox.ClaimNew());
        _messages.AddRange(added);
        _told.AddRange(added.Select(message => message.ModSeq));
    }

    int IndexOf(uint uid)
    {
        int low = 0, high = _messages.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_messages[middle].Uid < uid) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    void Signal() => _changed.Writer.TryWrite(true);
}
