using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>What a filter decides on.</summary>
public enum FilterScope
{
    /// <summary>A session passes with all its records when it or one of them matches.</summary>
    WholeSessions,

    /// <summary>Each record passes by itself.</summary>
    EachRecord,
}

/// <summary>
/// Lets through what a filter matches. A session's facts are known at its end only, so its records are held until then; when too much
/// is held, sessions are let through undecided, and a finding says so.
/// </summary>
public sealed class FilteringSink(Filter filter, FilterScope scope, IRecordSink next, IHeaderSource? headers = null) : IRecordSink
{
    /// <summary>
    /// The most memory that held records may take, as estimated, in bytes: far more than the dialogues of any usual capture, and a
    /// part of what a small machine has.
    /// </summary>
    public const long MaxHeld = 256 * 1024 * 1024;

    /// <summary>
    /// Sessions whose decision is remembered, for records that come after their end: those come soon, but a live capture goes on for days.
    /// </summary>
    public const int MaxDecided = 1_000_000;

    sealed class Hold
    {
        public readonly List<Record> Records = [];
        public SessionRecord? Session;
        public int Artefacts;
        public long Cost;
    }

    readonly Dictionary<int, Hold> _held = [];
    // Sessions that are decided: whether they passed.
    readonly Dictionary<int, bool> _decided = [];
    readonly Queue<int> _byAge = new();
    readonly HashSet<IpAddress> _hosts = [];
    // Hosts and what lies on them come last, and pass with the sessions between them.
    readonly List<Record> _heldOfHosts = [];
    long _cost;
    bool _limitIsTold;

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        if (FilterSubject.SessionOf(record) is { } session) OnSessionRecord(session, record);
        else if (record is HostRecord or TreeRecord && scope == FilterScope.WholeSessions) _heldOfHosts.Add(record);
        // What is said of a capture as a whole is not about any session that could be left out.
        else if (record is CaptureRecord || record is FindingRecord && scope == FilterScope.WholeSessions) next.OnRecord(record);
        else if (Matches(record, null, null)) next.OnRecord(record);
    }

    void OnSessionRecord(int id, Record record)
    {
        if (_decided.TryGetValue(id, out bool passed))
        {
            if (passed) next.OnRecord(record);
            return;
        }
        if (!_held.TryGetValue(id, out Hold? hold)) _held[id] = hold = new Hold();
        hold.Records.Add(record);
        hold.Session ??= record as SessionRecord;
        if (record is MessageRecord or TransferRecord) hold.Artefacts++;
        long cost = CostOf(record);
        hold.Cost += cost;
        _cost += cost;
        if (IsWhole(hold)) Decide(id, hold);
        else if (_cost > MaxHeld) GiveUp(id, hold);
    }

    // A transfer or message may be told after its session: its data connection outlived it.
    static bool IsWhole(Hold hold) => hold.Session is { } session && hold.Artefacts >= session.Messages.Count + session.Transfers.Count;

    void Decide(int id, Hold hold)
    {
        Release(id, hold);
        if (scope == FilterScope.EachRecord)
        {
            foreach (Record record in hold.Records)
            {
                if (ReferenceEquals(record, hold.Session) ? Matches(record, null, hold.Records) : Matches(record, hold.Session, null)) next.OnRecord(record);
            }
            return;
        }
        bool passes = Matches(hold);
        Remember(id, passes);
        if (passes) Pass(hold);
    }

    void Remember(int id, bool passes)
    {
        _decided[id] = passes;
        _byAge.Enqueue(id);
        if (_byAge.Count > MaxDecided) _decided.Remove(_byAge.Dequeue());
    }

    bool Matches(Hold hold)
    {
        if (hold.Session is { } session && Matches(session, null, hold.Records)) return true;
        foreach (Record record in hold.Records)
        {
            if (record is not SessionRecord && Matches(record, hold.Session, null)) return true;
        }
        return false;
    }

    bool Matches(Record record, SessionRecord? session, IReadOnlyList<Record>? related) =>
        filter.Matches(new FilterSubject(record, session, related) { Headers = headers });

    void Pass(Hold hold)
    {
        if (hold.Session is { } session)
        {
            _hosts.Add(session.Client.Address);
            _hosts.Add(session.Server.Address);
        }
        foreach (Record record in hold.Records) next.OnRecord(record);
    }

    void GiveUp(int id, Hold hold)
    {
        Release(id, hold);
        Remember(id, passes: true);
        Pass(hold);
        if (_limitIsTold) return;
        _limitIsTold = true;
        next.OnRecord(new FindingRecord
        {
            Severity = Severity.Warning,
            Code = "filter-undecided",
            Text = $"more than {MaxHeld / 1024 / 1024} MiB of records wait for the end of their sessions; this session and some after it are let through without being filtered",
            Session = id,
        });
    }

    void Release(int id, Hold hold)
    {
        _held.Remove(id);
        _cost -= hold.Cost;
    }

    // Objects and strings; what exactly they cost does not matter, only that nothing large counts as little.
    static long CostOf(Record record) => record switch
    {
        ExchangeRecord exchange => 300 + 2L * ((exchange.Argument?.Length ?? 0) + (exchange.Reply?.Length ?? 0)),
        MessageRecord message => 1500 + 600L * message.Attachments.Count + message.Content.Extents.Cost,
        TransferRecord transfer => 600 + 300L * (transfer.Entries?.Count ?? 0) + transfer.Content.Extents.Cost,
        _ => 500,
    };

    /// <summary>No more records will come: decides what waits. Called once, last.</summary>
    public void Complete()
    {
        foreach ((int id, Hold hold) in _held.ToArray()) Decide(id, hold);
        foreach (Record record in _heldOfHosts)
        {
            IpAddress address = record is TreeRecord node ? node.Server.Address : ((HostRecord)record).Address;
            if (_hosts.Contains(address)) next.OnRecord(record);
        }
    }
}
