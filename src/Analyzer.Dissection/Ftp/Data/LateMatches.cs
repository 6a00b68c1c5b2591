using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// Transfers without a data connection, and the weaker rules that may find one for them among the streams that nobody claimed. Asked only
/// when nothing better can come any more: at the end of the run, or when too many wait.
/// </summary>
sealed class LateMatches(AnalysisContext analysis)
{
    readonly LinkedList<TransferBuilder> _waiting = new();
    readonly Dictionary<TransferBuilder, LinkedListNode<TransferBuilder>> _nodes = [];

    UnclaimedStreams Unclaimed => analysis.Ftp.Unclaimed;

    /// <summary>A transfer has begun and its data connection was not seen yet.</summary>
    public void Add(TransferBuilder transfer)
    {
        _nodes.Add(transfer, _waiting.AddLast(transfer));
        while (_waiting.Count > FtpLimits.MaxWaiting && _waiting.First is { } oldest) Resolve([oldest.Value]);
    }

    /// <summary>It has its data connection, or was told without.</summary>
    public void Remove(TransferBuilder transfer)
    {
        if (_nodes.Remove(transfer, out LinkedListNode<TransferBuilder>? node)) _waiting.Remove(node);
    }

    /// <summary>No more packets will come: gives every transfer that waits the stream that fits best, or tells it without.</summary>
    public void Complete() => Resolve([.. _waiting]);

    void Resolve(List<TransferBuilder> transfers)
    {
        // First what a port or a size speaks for, then what only hosts and time do.
        foreach (MatchRule weakest in (MatchRule[])[MatchRule.HostsAndSize, MatchRule.HostsAndTime])
        {
            foreach (TransferBuilder transfer in transfers)
            {
                if (transfer.IsWaiting && Best(transfer, weakest) is { } best)
                {
                    best.Stream.Claim();
                    transfer.Announcement.Waiting.Remove(transfer);
                    transfer.Take(best.Stream, best.Rule);
                }
            }
        }
        foreach (TransferBuilder transfer in transfers) transfer.TellAnyway();
    }

    (DataStream Stream, MatchRule Rule)? Best(TransferBuilder transfer, MatchRule weakest)
    {
        (DataStream Stream, MatchRule Rule)? best = null;
        IEnumerable<DataStream> candidates = Unclaimed.Between(HostPair.Of(transfer.Control));
        if (!transfer.Announcement.IsDefault) candidates = Unclaimed.OnPort(transfer.Announcement.Port).Concat(candidates);
        foreach (DataStream stream in candidates)
        {
            MatchRule rule = Judge(transfer, stream);
            if (rule >= weakest && (best is null || rule > best.Value.Rule)) best = (stream, rule);
        }
        return best;
    }

    static MatchRule Judge(TransferBuilder transfer, DataStream stream)
    {
        if (stream.IsDropped || stream.IsBound || !IsInTime(transfer, stream.Connection)) return MatchRule.None;
        MatchRule byPort = transfer.Announcement.IsDefault ? MatchRule.None : MatchRules.Judge(transfer.Announcement, stream.Connection);
        if (byPort > MatchRule.PortAndTime) return byPort;
        if (byPort == MatchRule.PortAndTime && (stream.IsKin || !HasRightDirection(transfer, stream))) byPort = MatchRule.None;
        return HostPair.Of(stream.Connection) == HostPair.Of(transfer.Control) ? ByHosts(transfer, stream) : byPort;
    }

    static bool HasRightDirection(TransferBuilder transfer, DataStream stream)
    {
        bool senderListens = transfer.IsDownload == DataModes.IsPassive(transfer.Announcement.Mode);
        return stream.IsEmpty || stream.Half(senderListens ? Direction.FromServer : Direction.FromClient) is not null;
    }

    static MatchRule ByHosts(TransferBuilder transfer, DataStream stream)
    {
        Connection data = stream.Connection;
        IpAddress sender = transfer.IsDownload ? transfer.Control.Server.Address : transfer.Control.Client.Address;
        DataHalf? half = stream.Half(data.Client.Address == sender ? Direction.FromClient : Direction.FromServer);
        if (data.Client.Address == data.Server.Address) half ??= stream.Half(Direction.FromServer);
        if (half is null && !stream.IsEmpty) return MatchRule.None; // The other end sends.
        long size = half?.Size ?? 0;
        if (transfer.AnnouncedSize is not { } announced || transfer.IsListing) return MatchRule.HostsAndTime;
        if (announced == size || announced == size + transfer.Parameters.Offset) return MatchRule.HostsAndSize;
        return transfer.Parameters.IsText || half is { Missing: > 0 } ? MatchRule.HostsAndTime : MatchRule.None;
    }

    static bool IsInTime(TransferBuilder transfer, Connection data)
    {
        if (transfer.NotBefore - data.FirstTime > FtpLimits.MaxLead.TotalNanoseconds) return false;
        return !transfer.FinalTime.IsKnown || data.FirstTime - transfer.FinalTime <= FtpLimits.MaxLag.TotalNanoseconds;
    }

    /// <summary>
    /// The streams between FTP hosts that are left over and look like data: one way, at the time of a session. Told, so that nobody looks for
    /// them in vain.
    /// </summary>
    public void TellOrphans()
    {
        List<DataStream> orphans = [.. Unclaimed.Kin().Where(stream => !stream.IsEmpty)];
        foreach (DataStream stream in orphans.Take(SessionContext.MaxFindingsOfACode))
        {
            analysis.Sink.OnRecord(new FindingRecord
            {
                Severity = Severity.Info,
                Code = "orphan-data",
                Text = $"stream {stream.Connection.Id} looks like an FTP data connection, but no command in the capture asks for it",
                Stream = stream.Connection.Id,
            });
        }
        int others = orphans.Count - SessionContext.MaxFindingsOfACode;
        if (others > 0) analysis.Finding(Severity.Info, "orphan-data", $"{others} more streams look like FTP data connections that no command asks for");
    }
}
