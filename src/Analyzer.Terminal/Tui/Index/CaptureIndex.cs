using System.Collections.Concurrent;
using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>
/// All that was found, for the screens: the analysing thread appends, and any thread reads a stable beginning. Reading costs the
/// analysis nothing.
/// </summary>
sealed class CaptureIndex : IRecordSink
{
    // By the id of a session: 0, or its place in the list, counted from 1; negative while it is open.
    readonly AppendOnlyList<int> _sessionById = new();

    // Records by their ids.
    readonly AppendOnlyList<MessageRecord?> _messageById = new();
    readonly AppendOnlyList<TransferRecord?> _transferById = new();

    // For the writing thread.
    readonly Dictionary<IpAddress, int> _hostPlaces = [];
    volatile IReadOnlyList<TreeRecord> _trees = [];
    long _version, _rewritten;

    /// <summary>Where the bytes of what was found are read; null before a capture is open, when nothing is found yet.</summary>
    public IByteStore? Store { get; set; }

    public AppendOnlyList<CaptureRecord> Captures { get; } = new();

    public AppendOnlyList<SessionRecord> Sessions { get; } = new();

    public AppendOnlyList<MessageRecord> Messages { get; } = new();

    public AppendOnlyList<TransferRecord> Transfers { get; } = new();

    public AppendOnlyList<CredentialRecord> Credentials { get; } = new();

    public AppendOnlyList<FindingRecord> Findings { get; } = new();

    public AppendOnlyList<HostRecord> Hosts { get; } = new();

    /// <summary>The files and directories of all FTP servers, as far as they are known; replaced as a whole.</summary>
    public IReadOnlyList<TreeRecord> Trees
    {
        get => _trees;
        set => _trees = value;
    }

    /// <summary>How many connections there were to each port, whatever was spoken on them.</summary>
    public ConcurrentDictionary<ushort, int> Ports { get; } = new();

    /// <summary>What belongs to each session.</summary>
    public SessionRecords BySession { get; } = new();

    /// <summary>Records so far: it changes whenever there is something new.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>How often a session or host that was there already has changed.</summary>
    public long Rewritten => Interlocked.Read(ref _rewritten);

    /// <summary>The session of this number; null: nothing is known of it yet, or there is none.</summary>
    public SessionRecord? Session(int id) => PlaceOf(id) is var place and not 0 ? Sessions[Math.Abs(place) - 1] : null;

    /// <summary>Whether a session goes on: what is known of it will change.</summary>
    public bool IsOpen(int id) => PlaceOf(id) < 0;

    int PlaceOf(int id) => id >= 0 && id < _sessionById.Count ? _sessionById[id] : 0;

    /// <summary>The message of this number.</summary>
    public MessageRecord? Message(int id) => At(_messageById, id);

    /// <summary>The transfer of this number.</summary>
    public TransferRecord? Transfer(int id) => At(_transferById, id);

    static T? At<T>(AppendOnlyList<T?> list, int id)
        where T : class => id >= 0 && id < list.Count ? list[id] : null;

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        switch (record)
        {
            case CaptureRecord capture: Captures.Add(capture); break;
            case SessionRecord session: Put(session, isOpen: false); break;
            case MessageRecord message: Keep(_messageById, message.Id, message); Messages.Add(message); break;
            case TransferRecord transfer: Keep(_transferById, transfer.Id, transfer); Transfers.Add(transfer); break;
            case CredentialRecord credential: Credentials.Add(credential); break;
            case FindingRecord finding: Findings.Add(finding); break;
            case HostRecord host: Put(host); break;
            case StreamRecord stream: Ports.AddOrUpdate(stream.Server.Port, 1, (_, count) => count + 1); break;
            default: break;
        }
        if (record is not SessionRecord && FilterSubject.SessionOf(record) is { } id) BySession.Add(id, record);
        Interlocked.Increment(ref _version);
    }

    /// <summary>What is known so far of a session that is not over, or of a host. For the writing thread.</summary>
    public void Show(Record soFar)
    {
        if (soFar is SessionRecord session) Put(session, isOpen: true);
        else if (soFar is HostRecord host) Put(host);
        Interlocked.Increment(ref _version);
    }

    void Put(SessionRecord session, bool isOpen)
    {
        while (_sessionById.Count <= session.Id) _sessionById.Add(0);
        int place = Put(Sessions, Math.Abs(_sessionById[session.Id]) - 1, session) + 1;
        _sessionById.Set(session.Id, isOpen ? -place : place);
    }

    void Put(HostRecord host) => _hostPlaces[host.Address] = Put(Hosts, _hostPlaces.GetValueOrDefault(host.Address, -1), host);

    /// <summary>What is known so far of a host. For the writing thread.</summary>
    public HostRecord? Host(IpAddress address) => _hostPlaces.TryGetValue(address, out int place) ? Hosts[place] : null;

    int Put<T>(AppendOnlyList<T> list, int place, T record)
    {
        if (place < 0)
        {
            list.Add(record);
            return list.Count - 1;
        }
        list.Set(place, record);
        Interlocked.Increment(ref _rewritten);
        return place;
    }

    static void Keep<T>(AppendOnlyList<T?> list, int id, T record)
        where T : class
    {
        while (list.Count <= id) list.Add(null);
        list.Set(id, record);
    }
}
