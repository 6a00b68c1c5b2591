using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Collects the records of one session, and prints them as the dialogue that it was.</summary>
sealed class Conversation(int session) : IRecordSink
{
    /// <summary>The most records that are kept: a dialogue longer than a person reads, and some tens of megabytes. The rest is counted.</summary>
    public const int MaxRecords = 100_000;

    readonly List<Record> _records = [];
    SessionRecord? _session;

    /// <summary>The session's number.</summary>
    public int Session => session;

    /// <summary>Whether passwords are shown.</summary>
    public bool Reveals { get; init; }

    /// <summary>Whether each line says where it lies.</summary>
    public bool TellsPlaces { get; init; }

    /// <summary>Sessions that were told.</summary>
    public int Sessions { get; private set; }

    /// <summary>Whether anything of the session was told.</summary>
    public bool IsFound => _session is not null || _records.Count > 0;

    /// <summary>Records that found no room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The session first, then what belongs to it in the order of its completion.</summary>
    public IEnumerable<Record> Records => _session is null ? _records : _records.Prepend(_session);

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        if (record is SessionRecord) Sessions++;
        if (FilterSubject.SessionOf(record) != session) return;
        if (record is SessionRecord found) _session = found;
        else if (_records.Count < MaxRecords) _records.Add(record);
        else LeftOut++;
    }

    /// <summary>Prints the session's facts and its dialogue.</summary>
    public void Print(StandardStreams streams)
    {
        using var page = new ConversationPage(streams);
        if (_session is not null) page.Head(_session);
        var script = new ConversationScript(_session, _records, Reveals);
        Place last = default;
        foreach (ConversationLine line in script.Lines())
        {
            page.Line(line);
            Place place = Place.Of(line);
            if (TellsPlaces && place != last && place.Text.Length > 0) page.Place(place.Text);
            last = place;
        }
        if (LeftOut > 0) page.Note($"and {LeftOut} more records: use --json");
    }
}
