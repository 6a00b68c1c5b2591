using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Journeys;

/// <summary>
/// Follows one message from hop to hop: every transfer of it that the captures hold, by SMTP, IMAP or POP3, and between them those that only the
/// Received fields of later copies tell of. A copy is known by its Message-ID; whether the body is the same is told, not assumed.
/// </summary>
/// <param name="messageId">With or without its angle brackets.</param>
/// <param name="store">Where captured bytes can be read again.</param>
public sealed class Journey(string messageId, IByteStore store) : IRecordSink
{
    /// <summary>The most copies that are followed: far more than anybody reads hop by hop, for a message to a list, say.</summary>
    public const int MaxSightings = 1000;

    /// <summary>The most Received fields of a copy that are looked at: at a hundred, servers take a message for one that goes in circles (RFC 5321 section 6.3).</summary>
    public const int MaxReceived = 100;

    readonly string _wanted = Bare(messageId);
    readonly MessageHeaders _headers = new(store);
    readonly BodyDigest _digest = new(store);
    readonly Dictionary<int, Parties> _parties = [];
    readonly List<Sighting> _sightings = [];

    /// <summary>Messages that were told, of any identifier.</summary>
    public long Messages { get; private set; }

    /// <summary>Copies beyond <see cref="MaxSightings"/>.</summary>
    public long LeftOut { get; private set; }

    static string Bare(string id) => id.Trim().TrimStart('<').TrimEnd('>');

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        if (record is SessionRecord session) _parties[session.Id] = new Parties(session.Client, session.Server, session.ClientName, session.ServerName);
        if (record is not MessageRecord message) return;
        Messages++;
        if (message.MessageId is not { } id || Bare(id) != _wanted) return;
        if (_sightings.Count == MaxSightings)
        {
            LeftOut++;
            return;
        }
        List<ReceivedField> received = [.. _headers.Values(message, "Received").Take(MaxReceived).Select(ReceivedField.Parse)];
        received.Reverse();
        _sightings.Add(new Sighting(message, received, _digest.Of(message)));
    }

    /// <summary>The hops, oldest first. Called once, when all records were told.</summary>
    public IReadOnlyList<JourneyRecord> Hops()
    {
        var stamps = new Stamps();
        var steps = new List<(Sighting Sighting, List<ReceivedField> Before)>();
        foreach (Sighting sighting in InOrder())
        {
            sighting.Parties = _parties.GetValueOrDefault(sighting.Message.Session);
            steps.Add((sighting, stamps.Trace(sighting)));
        }
        var hops = new List<JourneyRecord>();
        string? body = null;
        foreach ((Sighting sighting, List<ReceivedField> before) in steps)
        {
            foreach (ReceivedField field in before) Add(hops, Told(field));
            Add(hops, Captured(sighting, body));
            body = sighting.BodySha256 ?? body;
        }
        return hops;
    }

    // Pieces of a fetch that were put together, or were fetched beside the whole, are no hops of their own.
    IEnumerable<Sighting> InOrder()
    {
        HashSet<int> withWhole = [.. _sightings.Where(one => one.Message.Part is null).Select(one => one.Message.Session)];
        var withPart = new HashSet<int>();
        return _sightings
            .Where(one => one.Message.Part is null || (!withWhole.Contains(one.Message.Session) && withPart.Add(one.Message.Session)))
            .OrderBy(one => one.Message.Time.Nanoseconds).ThenBy(one => one.Message.Id);
    }

    static void Add(List<JourneyRecord> hops, JourneyRecord hop)
    {
        bool areKnown = hops.Count > 0 && hops[^1].Time.IsKnown && hop.Time.IsKnown;
        hops.Add(hop with { Hop = hops.Count + 1, Delay = areKnown ? hop.Time - hops[^1].Time : null });
    }

    JourneyRecord Told(ReceivedField field) => new()
    {
        Hop = 0,
        MessageId = $"<{_wanted}>",
        Time = field.Time,
        ClientName = field.From,
        ServerName = field.By,
        Stamp = field,
    };

    JourneyRecord Captured(Sighting sighting, string? bodyBefore) => new()
    {
        Hop = 0,
        MessageId = $"<{_wanted}>",
        Time = sighting.Message.Time,
        Message = sighting.Message,
        Client = sighting.Parties?.Client,
        Server = sighting.Parties?.Server,
        ClientName = sighting.Parties?.ClientName,
        ServerName = sighting.Parties?.ServerName,
        Received = sighting.Received.Count,
        BodySha256 = sighting.BodySha256,
        IsSameBody = bodyBefore is null || sighting.BodySha256 is null ? null : bodyBefore == sighting.BodySha256,
        Stamp = sighting.Stamp,
    };
}
