using System.Globalization;

namespace Analyzer.Servers.Imap;

/// <summary>A set of sequence numbers or UIDs, such as <c>1:3,7,10:*</c> (RFC 9051, section 9).</summary>
sealed class SequenceSet
{
    const uint Star = 0;

    readonly List<(uint From, uint To)> _ranges;

    SequenceSet(List<(uint From, uint To)> ranges) => _ranges = ranges;

    /// <summary>The result of the last search, which <c>$</c> stands for (RFC 5182).</summary>
    public bool IsSaved { get; private init; }

    /// <summary>Null: it is no set.</summary>
    public static SequenceSet? Parse(string text)
    {
        if (text == "$") return new SequenceSet([]) { IsSaved = true };
        var ranges = new List<(uint, uint)>();
        foreach (string part in text.Split(','))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            if (Number(colon < 0 ? part : part[..colon]) is not { } from || Number(colon < 0 ? part : part[(colon + 1)..]) is not { } to) return null;
            ranges.Add((from, to));
        }
        return new SequenceSet(ranges);
    }

    /// <summary>The ranges in order and without overlaps, when <c>*</c> is <paramref name="last"/>.</summary>
    public List<(uint From, uint To)> Resolve(uint last)
    {
        var merged = new List<(uint From, uint To)>();
        IEnumerable<(uint From, uint To)> sorted = _ranges.Select(range => (From: Resolve(range.From, last), To: Resolve(range.To, last)))
            .Select(range => range.From <= range.To ? range : (From: range.To, To: range.From)).OrderBy(range => range.From);
        foreach ((uint from, uint to) in sorted)
        {
            if (merged.Count > 0 && from <= merged[^1].To) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else merged.Add((from, to));
        }
        return merged;
    }

    /// <summary>Numbers in order as a set: <c>1:3,7</c>.</summary>
    public static string Format(IEnumerable<uint> ascending)
    {
        var parts = new List<string>();
        uint from = 0, to = 0;
        foreach (uint number in ascending)
        {
            if (to != 0 && number == to + 1)
            {
                to = number;
                continue;
            }
            if (to != 0) parts.Add(Range(from, to));
            (from, to) = (number, number);
        }
        if (to != 0) parts.Add(Range(from, to));
        return string.Join(',', parts);
    }

    static string Range(uint from, uint to) => from == to ? from.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{from}:{to}");

    static uint Resolve(uint number, uint last) => number == Star ? last : number;

    static uint? Number(string text)
    {
        if (text == "*") return Star;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number > 0 ? number : null;
    }
}
