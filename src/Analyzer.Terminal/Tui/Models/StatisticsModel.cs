using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Counts over all that was found: by protocol, reply, host, size, latency and time.</summary>
sealed class StatisticsModel
{
    const int Buckets = 60, Talkers = 8, Codes = 8;

    StatisticsModel(IReadOnlyList<Timeline> timelines, IReadOnlyList<Chart> charts) => (Timelines, Charts) = (timelines, charts);

    public IReadOnlyList<Timeline> Timelines { get; }

    public IReadOnlyList<Chart> Charts { get; }

    /// <summary>Counts what there is now.</summary>
    public static StatisticsModel Of(CaptureIndex index)
    {
        SessionRecord[] sessions = [.. Enumerable.Range(0, index.Sessions.Count).Select(i => index.Sessions[i])];
        MessageRecord[] messages = [.. Enumerable.Range(0, index.Messages.Count).Select(i => index.Messages[i])];
        ExchangeRecord[] exchanges = [.. index.BySession.All().OfType<ExchangeRecord>()];
        return new StatisticsModel(
            OverTime(sessions),
            [
                Count("Sessions by protocol", sessions.GroupBy(session => session.Protocol.ToUpperInvariant()).Select(group => (group.Key, group.LongCount()))),
                Count("Replies", exchanges.Where(exchange => exchange.ReplyCode is not null).GroupBy(exchange => exchange.ReplyCode!).Select(group => (group.Key, group.LongCount())), Codes),
                Histogram("Time to reply", s_times, exchanges.Where(exchange => exchange is { Command: not null, ReplyTime.IsKnown: true }).Select(exchange => exchange.ReplyTime - exchange.Time)),
                Histogram("Sizes of messages", s_sizes, messages.Select(message => message.Size)),
                TopTalkers(sessions),
                Count("Encryption", sessions.GroupBy(session => $"TLS {Words.Of(session.Tls)}").Select(group => (group.Key, group.LongCount()))),
                Count("Endings", sessions.GroupBy(session => Words.Of(session.Outcome)).Select(group => (group.Key, group.LongCount()))),
                Health(index, sessions),
            ]);
    }

    static readonly (string Label, long Below)[] s_times =
    [
        ("< 1 ms", 1_000_000), ("< 10 ms", 10_000_000), ("< 100 ms", 100_000_000), ("< 1 s", 1_000_000_000), ("< 10 s", 10_000_000_000), ("longer", long.MaxValue),
    ];

    static readonly (string Label, long Below)[] s_sizes =
    [
        ("< 1 kB", 1000), ("< 10 kB", 10_000), ("< 100 kB", 100_000), ("< 1 MB", 1_000_000), ("< 10 MB", 10_000_000), ("larger", long.MaxValue),
    ];

    static Chart Count(string title, IEnumerable<(string Label, long Value)> counts, int most = int.MaxValue) =>
        new(title, [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Label, StringComparer.Ordinal).Take(most)
            .Select(count => (count.Label, count.Value, Quantity.Short(count.Value)))]);

    static Chart Histogram(string title, (string Label, long Below)[] classes, IEnumerable<long> values)
    {
        var counts = new long[classes.Length];
        foreach (long value in values) counts[Array.FindIndex(classes, limits => value < limits.Below || limits.Below == long.MaxValue)]++;
        return new Chart(title, counts.All(count => count == 0) ? [] : [.. classes.Select((limits, i) => (limits.Label, counts[i], Quantity.Short(counts[i])))]);
    }

    static Chart TopTalkers(SessionRecord[] sessions)
    {
        var bytes = new Dictionary<IpAddress, long>();
        foreach (SessionRecord session in sessions)
        {
            foreach (IpAddress host in (IpAddress[])[session.Client.Address, session.Server.Address])
                bytes[host] = bytes.GetValueOrDefault(host) + session.ClientBytes + session.ServerBytes;
        }
        return new Chart("Top talkers (bytes)", [.. bytes.OrderByDescending(host => host.Value).ThenBy(host => $"{host.Key}", StringComparer.Ordinal).Take(Talkers)
            .Select(host => ($"{host.Key}", host.Value, Quantity.Short(host.Value)))]);
    }

    static Chart Health(CaptureIndex index, SessionRecord[] sessions)
    {
        long missing = sessions.Sum(session => session.ClientMissing + session.ServerMissing), packets = 0, dropped = 0;
        for (int i = 0; i < index.Captures.Count; i++) (packets, dropped) = (packets + index.Captures[i].Packets, dropped + (index.Captures[i].Dropped ?? 0));
        return new Chart("Health of the capture",
        [
            ("packets read", 0, Quantity.Short(packets)), ("packets dropped", 0, Quantity.Short(dropped)), ("bytes missing", 0, Quantity.Short(missing)),
            ("findings", 0, Quantity.Short(index.Findings.Count)),
        ]);
    }

    static List<Timeline> OverTime(SessionRecord[] sessions)
    {
        SessionRecord[] timed = [.. sessions.Where(session => session.Start.IsKnown && session.End.IsKnown)];
        if (timed.Length == 0) return [];
        long from = timed.Min(session => session.Start.Nanoseconds), to = Math.Max(from + 1, timed.Max(session => session.End.Nanoseconds));
        List<Timeline> lines = [Line("Bytes to servers", timed, from, to, session => session.ClientBytes), Line("Bytes to clients", timed, from, to, session => session.ServerBytes)];
        foreach (string protocol in Protocols.All.Select(known => known.Name))
        {
            SessionRecord[] own = [.. timed.Where(session => session.Protocol == protocol)];
            if (own.Length > 0) lines.Add(Line($"Bytes of {protocol.ToUpperInvariant()}", own, from, to, session => session.ClientBytes + session.ServerBytes));
        }
        return lines;
    }

    // A session's bytes are spread evenly over its time: the index knows no more.
    static Timeline Line(string title, SessionRecord[] sessions, long from, long to, Func<SessionRecord, long> bytes)
    {
        var values = new long[Buckets];
        foreach (SessionRecord session in sessions)
        {
            int first = Bucket(session.Start.Nanoseconds, from, to), last = Math.Max(first, Bucket(session.End.Nanoseconds, from, to));
            for (int i = first; i <= last; i++) values[i] += bytes(session) / (last - first + 1);
        }
        return new Timeline(title, values, Quantity.Moment(new Timestamp(from)), Quantity.Moment(new Timestamp(to)), $"{Quantity.Bytes(values.Max())} in {Quantity.Span((to - from) / Buckets)}", (from, to));
    }

    static int Bucket(long time, long from, long to) => (int)Math.Clamp((time - from) / (double)(to - from) * Buckets, 0, Buckets - 1);
}
