using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>
/// All that was found, for the screens: the analysing thread appends, and any thread reads a stable beginning. Reading costs the
/// analysis nothing.
/// </summary>
sealed class CaptureIndex : IRecordSink
{
    // Where the record of each session, message and transfer stands, by its id.
    readonly AppendOnlyList<SessionRecord?> _sessionById = new();
    readonly AppendOnlyList<MessageRecord?> _messageById = new();
    readonly AppendOnlyList<TransferRecord?> _transferById = new();

    /// <summary>Where the bytes of what was found are read; null before a capture is open, when nothing is found yet.</summary>
    public IByteStore? Store { get; set; }

    public AppendOnlyList<CaptureRecord> Captures { get; } = new();

    public AppendOnlyList<SessionRecord> Sessions { get; } = new();

    public AppendOnlyList<MessageRecord> Messages { get; } = new();

    public AppendOnlyList<TransferRecord> Transfers { get; } = new();

    public AppendOnlyList<CredentialRecord> Credentials { get; } = new();

    public AppendOnlyList<FindingRecord> Findings { get; } = new();

    public AppendOnlyList<HostRecord> Hosts { get; } = new();

    /// <summary>What belongs to each session.</summary>
    public SessionRecords BySession { get; } = new();

    /// <summary>Records so far: it changes whenever there is something new.</summary>
    public long Version => Interlocked.Read(ref _version);

    long _version;

    /// <summary>The session of this number; null: it is not over yet, or there is none.</summary>
    public SessionRecord? Session(int id) => At(_sessionById, id);

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
            case SessionRecord session: Keep(_sessionById, session.Id, session); Sessions.Add(session); break;
            case MessageRecord message: Keep(_messageById, message.Id, message); Messages.Add(message); break;
            case TransferRecord transfer: Keep(_transferById, transfer.Id, transfer); Transfers.Add(transfer); break;
            case CredentialRecord credential: Credentials.Add(credential); break;
            case FindingRecord finding: Findings.Add(finding); break;
            case HostRecord host: Hosts.Add(host); break;
            default: break;
        }
        if (record is not SessionRecord && FilterSubject.SessionOf(record) is { } id) BySession.Add(id, record);
        Interlocked.Increment(ref _version);
    }

    static void Keep<T>(AppendOnlyList<T?> list, int id, T record)
        where T : class
    {
        while (list.Count <= id) list.Add(null);
        list.Set(id, record);
    }
}
