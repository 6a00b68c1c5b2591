namespace Analyzer.Dissection.Journeys;

/// <summary>
/// Finds out who wrote a Received field: each server that takes a message over by SMTP puts one on top, so that a field stands directly above
/// what the message had when that server got it.
/// </summary>
sealed class Stamps
{
    readonly Dictionary<(int Count, string? Newest), List<Sighting>> _byTrace = [];
    readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Gives each field of a copy to the captured transfer whose receiver wrote it. Returns those that no captured transfer accounts for,
    /// oldest first; each is returned once. Copies are given in order of time.
    /// </summary>
    public List<ReceivedField> Trace(Sighting sighting)
    {
        var others = new List<ReceivedField>();
        for (int i = 0; i < sighting.Received.Count; i++)
        {
            ReceivedField field = sighting.Received[i];
            if (!_known.Add(field.Text)) continue;
            if (Receiver(i, i > 0 ? sighting.Received[i - 1].Text : null, field) is { } receiver) receiver.Stamp = field;
            else others.Add(field);
        }
        if (sighting.Message.Protocol == "smtp") Add(sighting);
        return others;
    }

    void Add(Sighting sighting)
    {
        (int, string?) trace = (sighting.Received.Count, sighting.Received.Count > 0 ? sighting.Received[^1].Text : null);
        if (!_byTrace.TryGetValue(trace, out List<Sighting>? with)) _byTrace.Add(trace, with = []);
        with.Add(sighting);
    }

    // A message that goes to several servers has the same trace on the way to each: the name tells them apart.
    Sighting? Receiver(int count, string? newest, ReceivedField field)
    {
        if (!_byTrace.TryGetValue((count, newest), out List<Sighting>? with)) return null;
        Sighting? first = null;
        foreach (Sighting one in with)
        {
            if (one.Stamp is not null) continue;
            if (field.By is not null && string.Equals(one.Parties?.ServerName, field.By, StringComparison.OrdinalIgnoreCase)) return one;
            first ??= one;
        }
        return first;
    }
}
