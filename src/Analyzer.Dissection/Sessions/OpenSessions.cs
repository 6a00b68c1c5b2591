namespace Analyzer.Dissection.Sessions;

/// <summary>The sessions that are not over, for those who want to see them before they are told.</summary>
sealed class OpenSessions
{
    readonly Dictionary<int, SessionContext> _open = [];

    /// <summary>A session begins.</summary>
    public void Add(SessionContext session) => _open.Add(session.Session.Id, session);

    /// <summary>A session is over.</summary>
    public void Remove(SessionContext session) => _open.Remove(session.Session.Id);

    /// <summary>What is known so far of each that had packets since the last call.</summary>
    public IEnumerable<SessionRecord> Changed()
    {
        foreach (SessionContext session in _open.Values)
        {
            if (session.TryShow(out SessionRecord? soFar)) yield return soFar;
        }
    }
}
