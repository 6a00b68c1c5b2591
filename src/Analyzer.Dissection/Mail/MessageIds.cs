namespace Analyzer.Dissection.Mail;

/// <summary>Message identifiers (RFC 5322 3.6.4).</summary>
public static class MessageIds
{
    /// <summary>More than any thread has; the References of long threads are cut by senders at some dozens.</summary>
    const int MaxCount = 1000;

    /// <summary>The identifiers of a Message-ID, In-Reply-To or References value, with their brackets; other text is left out.</summary>
    public static IReadOnlyList<string> Parse(string value)
    {
        var ids = new List<string>();
        int at = 0;
        while (ids.Count < MaxCount)
        {
            int start = value.IndexOf('<', at);
            int end = start < 0 ? -1 : value.IndexOf('>', start);
            if (end < 0) break;
            // "<a <b@c>": only the inner one has both brackets.
            start = value.LastIndexOf('<', end);
            ids.Add(value[start..(end + 1)].Replace(" ", "", StringComparison.Ordinal));
            at = end + 1;
        }

        return ids;
    }
}
