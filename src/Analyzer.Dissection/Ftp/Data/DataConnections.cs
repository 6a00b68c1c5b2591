using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// Binds data connections to the sessions that announced them, whichever is captured first. A connection and its time are the key,
/// never a port alone: ports of a passive range are used again by other sessions within seconds.
/// </summary>
sealed class DataConnections(AnalysisContext analysis)
{
    readonly Dictionary<ushort, List<DataAnnouncement>> _byPort = [];
    readonly HashSet<HostPair> _pairs = [];
    long _announcements;

    UnclaimedStreams Unclaimed => analysis.Ftp.Unclaimed;

    /// <summary>Two hosts speak FTP with each other: streams between them may be data.</summary>
    public void AddHosts(Connection control)
    {
        if (_pairs.Count < FtpLimits.MaxHostPairs) _pairs.Add(HostPair.Of(control));
    }

    /// <summary>The next announcement's number.</summary>
    public long NextNumber() => ++_announcements;

    /// <summary>A connection begins (or ends empty): returns its reader if a session has announced it, by port and address or host.</summary>
    public DataStream? Accept(Connection connection)
    {
        if (_byPort.Count == 0 || Best(connection, null) is not { } best) return null;
        var stream = new DataStream(connection, analysis, isKin: true) { IsBound = true };
        Bind(best.Announcement, stream, best.Rule);
        // From one server to another (FXP), both sessions have announced the same place: one listens, the other connects.
        if (Best(connection, best.Announcement) is { } second) Bind(second.Announcement, stream, second.Rule);
        return stream;
    }

    /// <summary>Nobody has announced a connection, and no protocol is known for its port: it is kept in case somebody will.</summary>
    public DataStream? Watch(Connection connection)
    {
        if (IsReserved(connection.Server.Port) || (!connection.HasStart && IsReserved(connection.Client.Port))) return null;
        bool isKin = _pairs.Contains(HostPair.Of(connection));
        if (!isKin && connection is { Closed: not null, IsEmpty: true }) return null;
        var stream = new DataStream(connection, analysis, isKin);
        Unclaimed.Add(stream);
        return stream;
    }

    // Nobody listens for data on a system port; 20 is where active connections come from.
    static bool IsReserved(ushort port) => port is < 1024 and not 20;

    (DataAnnouncement Announcement, MatchRule Rule)? Best(Connection connection, DataAnnouncement? partner)
    {
        (DataAnnouncement Announcement, MatchRule Rule)? best = null;
        AddBest(connection.Server.Port, connection, partner, ref best);
        if (!connection.HasStart) AddBest(connection.Client.Port, connection, partner, ref best);
        return best;
    }

    void AddBest(ushort port, Connection connection, DataAnnouncement? partner, ref (DataAnnouncement Announcement, MatchRule Rule)? best)
    {
        if (!_byPort.TryGetValue(port, out List<DataAnnouncement>? announcements)) return;
        foreach (DataAnnouncement one in announcements)
        {
            MatchRule rule = MatchRules.Judge(one, connection);
            bool isWanted = partner is null || (one.Control != partner.Control && DataModes.IsPassive(one.Mode) != DataModes.IsPassive(partner.Mode) && rule == MatchRule.AnnouncedEndpoint);
            if (!isWanted || !one.IsExpecting || rule < MatchRule.DefaultPort || !MatchRules.IsInTime(one, connection)) continue;
            if (best is null || IsBetter(one, rule, best.Value.Announcement, best.Value.Rule, connection)) best = (one, rule);
        }
    }

    // The same strength: the last one announced before the connection began; only clocks that differ make one seem to be later.
    static bool IsBetter(DataAnnouncement one, MatchRule rule, DataAnnouncement other, MatchRule otherRule, Connection connection)
    {
        if (rule != otherRule) return rule > otherRule;
        long ofOne = connection.FirstTime - one.Time, ofOther = connection.FirstTime - other.Time;
        if (ofOne < 0 != ofOther < 0) return ofOther < 0;
        return ofOne != ofOther ? Math.Abs(ofOne) < Math.Abs(ofOther) : one.Number > other.Number;
    }

    /// <summary>A session says where its data connection will be. One that came before is bound at once.</summary>
    public void Announce(DataAnnouncement announcement)
    {
        if (!_byPort.TryGetValue(announcement.Port, out List<DataAnnouncement>? announcements)) _byPort.Add(announcement.Port, announcements = new List<DataAnnouncement>(1));
        announcements.Add(announcement);
        if (announcements.Count > FtpLimits.MaxAnnouncementsOfPort) announcements.RemoveAt(0);
        if (FindUnclaimed(announcement) is { } found) Bind(announcement, found.Stream, found.Rule);
    }

    (DataStream Stream, MatchRule Rule)? FindUnclaimed(DataAnnouncement announcement)
    {
        (DataStream Stream, MatchRule Rule)? best = null;
        foreach (DataStream stream in Unclaimed.OnPort(announcement.Port))
        {
            MatchRule rule = MatchRules.Judge(announcement, stream.Connection);
            if (rule < MatchRule.DefaultPort || rule <= best?.Rule || !MatchRules.IsInTime(announcement, stream.Connection)) continue;
            best = (stream, rule);
        }
        best?.Stream.Claim();
        return best;
    }

    static void Bind(DataAnnouncement announcement, DataStream stream, MatchRule rule)
    {
        announcement.Connections++;
        if (announcement.Waiting.Count == 0)
        {
            stream.Holders++;
            announcement.Streams.Add((stream, rule));
            return;
        }
        // A transfer that had ended before the connection began is not the one.
        TransferBuilder transfer = announcement.Waiting.Find(one => !one.HasFinal || stream.Connection.FirstTime - one.FinalTime <= 0) ?? announcement.Waiting[^1];
        announcement.Waiting.Remove(transfer);
        transfer.Take(stream, rule);
    }

    /// <summary>Whether a session other than that of <paramref name="own"/> has announced the same place.</summary>
    public bool IsAnnounced(IpAddress address, ushort port, DataAnnouncement own) =>
        _byPort.TryGetValue(port, out List<DataAnnouncement>? announcements) && announcements.Exists(one => one.Control != own.Control && one.Address == address);

    /// <summary>Another announcement takes the place of this one, or its session has ended.</summary>
    public void Withdraw(DataAnnouncement announcement)
    {
        if (announcement.Streams.Count > 0) announcement.Refused?.Invoke();
        announcement.Refused = null;
        announcement.IsWithdrawn = true;
        foreach ((DataStream stream, _) in announcement.Streams)
        {
            stream.Holders--;
            if (stream.Holders == 0 && !stream.IsTaken) stream.Drop();
        }
        announcement.Streams.Clear();
        Forget(announcement);
    }

    /// <summary>Nothing waits for this announcement any more, if it was withdrawn.</summary>
    public void Forget(DataAnnouncement announcement)
    {
        if (announcement.IsLive || !_byPort.TryGetValue(announcement.Port, out List<DataAnnouncement>? announcements)) return;
        announcements.Remove(announcement);
        if (announcements.Count == 0) _byPort.Remove(announcement.Port);
    }

    /// <summary>Which connection a transfer that begins now uses: the one that waits for it, or else the one that will come.</summary>
    public void Begin(TransferBuilder transfer, DataAnnouncement announcement)
    {
        announcement.Refused = null;
        while (announcement.Streams.Count > 0)
        {
            (DataStream stream, MatchRule rule) = announcement.Streams[0];
            announcement.Streams.RemoveAt(0);
            stream.Holders--;
            bool isOfBefore = stream.IsClosed && stream.IsEmpty && transfer.CommandTime - stream.Connection.LastTime > 0;
            if (isOfBefore || stream.IsDropped) continue;
            transfer.Take(stream, rule);
            return;
        }
        if (announcement.Connections > 0 && FindUnclaimed(announcement) is { } found) transfer.Take(found.Stream, found.Rule);
        else announcement.Waiting.Add(transfer);
    }
}
