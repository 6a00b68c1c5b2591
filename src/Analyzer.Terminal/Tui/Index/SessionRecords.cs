using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>
/// The records of each session, as chains through one append-only list: a record knows the place of the one before it in its session.
/// </summary>
sealed class SessionRecords
{
    /// <summary>
    /// The most records that are kept for dialogues: some hundreds of megabytes. Captures with more still have all their sessions,
    /// messages and files listed; the dialogues that found no room are said to be cut.
    /// </summary>
    public const int MaxRecords = 2_000_000;

    readonly record struct Entry(Record Record, int Previous);

    const int None = -1;

    readonly AppendOnlyList<Entry> _entries = new();
    readonly AppendOnlyList<int> _last = new();

    /// <summary>Records that found no room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Takes a record; for the writing thread.</summary>
    public void Add(int session, Record record)
    {
        // What a session came to is always kept; only its dialogue may be too long.
        if (_entries.Count >= MaxRecords && record is ExchangeRecord or MailboxRecord)
        {
            LeftOut++;
            return;
        }
        while (_last.Count <= session) _last.Add(None);
        _entries.Add(new Entry(record, _last[session]));
        _last.Set(session, _entries.Count - 1);
    }

    /// <summary>All records of all sessions so far.</summary>
    public IEnumerable<Record> All()
    {
        int count = _entries.Count;
        for (int i = 0; i < count; i++) yield return _entries[i].Record;
    }

    /// <summary>What is known of a session so far, in the order of completion.</summary>
    public List<Record> Of(int session)
    {
        var records = new List<Record>();
        if (session < 0 || session >= _last.Count) return records;
        for (int at = _last[session]; at != None;)
        {
            Entry entry = _entries[at];
            records.Add(entry.Record);
            at = entry.Previous;
        }
        records.Reverse();
        return records;
    }
}
