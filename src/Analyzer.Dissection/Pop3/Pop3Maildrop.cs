using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Pop3;

/// <summary>What one session learns of the maildrop and does to it: sizes, unique ids, what was fetched and what was marked as deleted.</summary>
internal sealed class Pop3Maildrop
{
    /// <summary>The most messages whose size and id are remembered; larger maildrops exist, but nobody fetches so many at once.</summary>
    public const int MaxMessages = 100_000;

    readonly Dictionary<long, string> _ids = [];
    readonly Dictionary<long, long> _sizes = [];
    readonly HashSet<long> _retrieved = [];
    readonly HashSet<long> _marked = [];

    /// <summary>The unique id of a message; null when the session has not asked for it.</summary>
    public string? IdOf(long number) => _ids.GetValueOrDefault(number);

    /// <summary>The size that the server announced in LIST; null when the session has not asked for it.</summary>
    public long? SizeOf(long number) => _sizes.TryGetValue(number, out long size) ? size : null;

    /// <summary>A line of UIDL: number and id.</summary>
    public void ReadId(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 2 && Pop3Command.NumberAt(line, 0) is { } number && _ids.Count < MaxMessages) _ids[number] = words[1];
    }

    /// <summary>A line of LIST: number and size.</summary>
    public void ReadSize(string line)
    {
        if (Pop3Command.NumberAt(line, 0) is { } number && Pop3Command.NumberAt(line, 1) is { } size && _sizes.Count < MaxMessages) _sizes[number] = size;
    }

    /// <summary>A message was fetched whole.</summary>
    public void Retrieve(long number)
    {
        if (_retrieved.Count < MaxMessages) _retrieved.Add(number);
    }

    /// <summary>DELE was accepted: the message goes once QUIT succeeds (RFC 1939 section 6).</summary>
    public void Mark(long number)
    {
        if (_marked.Count < MaxMessages) _marked.Add(number);
    }

    /// <summary>RSET was accepted: nothing is marked any more.</summary>
    public void Unmark() => _marked.Clear();

    /// <summary>Says in the session's facts what became of the maildrop.</summary>
    /// <param name="session">Whose facts.</param>
    /// <param name="wasUpdated">The answer to QUIT; null when there was none.</param>
    public void Tell(Session session, bool? wasUpdated)
    {
        if (_retrieved.Count > 0) session.SetFact("retrieved", Count(_retrieved));
        if (_marked.Count > 0)
        {
            session.SetFact("deleted", wasUpdated == true ? Count(_marked) : "0");
            session.SetFact("delete_marks", Count(_marked));
            session.SetFact("maildrop_update", wasUpdated switch
            {
                true => "done",
                false => "refused",
                null => "void: the session ended without QUIT, so nothing was removed",
            });
        }
        if (_retrieved.Count > 0) session.SetFact("access", Access(wasUpdated));
    }

    string Access(bool? wasUpdated)
    {
        int kept = _retrieved.Count(number => !_marked.Contains(number));
        if (wasUpdated != true || kept == _retrieved.Count) return "download-and-keep";
        return kept == 0 ? "download-and-delete" : "download-and-delete-some";
    }

    static string Count(HashSet<long> numbers) => numbers.Count.ToString(CultureInfo.InvariantCulture);
}
