using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What an export may be about.</summary>
/// <param name="Name">As it is offered.</param>
/// <param name="Count">How many rows it has.</param>
/// <param name="Records">The records of these rows.</param>
sealed record ExportScope(string Name, int Count, Func<IReadOnlyList<Record>> Records);

/// <summary>The scopes that a list offers, and what its rows look like in a table.</summary>
/// <param name="All">From the narrowest to the widest.</param>
/// <param name="Usual">The place of the one that is offered first.</param>
/// <param name="Table">The headings, then a line for each record; null: there is no table. Secrets are masked if that is asked for.</param>
sealed record ExportScopes(IReadOnlyList<ExportScope> All, int Usual, Func<IReadOnlyList<Record>, bool, IEnumerable<string[]>>? Table)
{
    /// <summary>One record alone.</summary>
    public static ExportScopes Only(string name, Record record) => new([new ExportScope(name, 1, () => [record])], 0, null);
}

/// <summary>What rows stand for, in the order of the rows.</summary>
/// <param name="Rows">The rows themselves.</param>
/// <param name="Artefacts">Messages and transfers: of sessions theirs, of hosts those of their sessions.</param>
/// <param name="Sessions">The sessions that they belong to.</param>
sealed record ExportContents(IReadOnlyList<Record> Rows, IReadOnlyList<Record> Artefacts, IReadOnlyList<SessionRecord> Sessions)
{
    /// <summary>Nothing.</summary>
    public static readonly ExportContents None = new([], [], []);

    /// <summary>Finds them.</summary>
    public static ExportContents Of(IReadOnlyList<Record> rows, CaptureIndex index)
    {
        var artefacts = new HashSet<Record>(ReferenceEqualityComparer.Instance);
        var sessions = new Dictionary<int, SessionRecord>();
        foreach (Record row in rows)
        {
            if (row is MessageRecord or TransferRecord) artefacts.Add(row);
            if (FilterSubject.SessionOf(row) is not { } id || index.Session(id) is not { } session) continue;
            sessions.TryAdd(id, session);
            if (row is not (MessageRecord or TransferRecord)) AddArtefacts(artefacts, session, index);
        }
        HashSet<IpAddress> hosts = [.. rows.OfType<HostRecord>().Select(host => host.Address)];
        for (int i = 0; hosts.Count > 0 && i < index.Sessions.Count; i++)
        {
            SessionRecord session = index.Sessions[i];
            if (!hosts.Contains(session.Client.Address) && !hosts.Contains(session.Server.Address)) continue;
            if (sessions.TryAdd(session.Id, session)) AddArtefacts(artefacts, session, index);
        }
        return new ExportContents(rows, [.. artefacts], [.. sessions.Values]);
    }

    static void AddArtefacts(HashSet<Record> found, SessionRecord session, CaptureIndex index)
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
