using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What an export may be about: what the cursor is on, what is marked, what is shown.</summary>
sealed record ExportScopes(IReadOnlyList<Record> Current, IReadOnlyList<Record> Marked, IReadOnlyList<Record> Shown)
{
    /// <summary>The messages and transfers that records stand for: sessions for theirs, hosts for those of their sessions.</summary>
    public static IReadOnlyList<Record> Artefacts(IEnumerable<Record> records, CaptureIndex index)
    {
        var found = new HashSet<Record>(ReferenceEqualityComparer.Instance);
        foreach (Record record in records)
        {
            if (record is MessageRecord or TransferRecord) found.Add(record);
            else if (record is HostRecord host) AddHost(found, host, index);
            else if (FilterSubject.SessionOf(record) is { } id && index.Session(id) is { } session) AddSession(found, session, index);
        }
        return [.. found];
    }

    static void AddHost(HashSet<Record> found, HostRecord host, CaptureIndex index)
    {
        for (int i = 0; i < index.Sessions.Count; i++)
        {
            SessionRecord session = index.Sessions[i];
            if (session.Client.Address == host.Address || session.Server.Address == host.Address) AddSession(found, session, index);
        }
    }

    static void AddSession(HashSet<Record> found, SessionRecord session, CaptureIndex index)
    {
        foreach (int id in session.Messages)
        {
            if (index.Message(id) is { } message) found.Add(message);
        }
        foreach (int id in session.Transfers)
        {
            if (index.Transfer(id) is { } transfer) found.Add(transfer);
        }
    }
}
