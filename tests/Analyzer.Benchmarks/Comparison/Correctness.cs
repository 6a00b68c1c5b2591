using System.Text.Json;
using Analyzer.Benchmarks.Traffic;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>Compares records with the truth of a capture, by digests.</summary>
static class Correctness
{
    /// <summary>How many of the messages, attachments and files that are in a capture were found byte for byte, for each kind.</summary>
    /// <param name="lines">The records, as JSON Lines.</param>
    /// <param name="truth">What is there.</param>
    public static IReadOnlyDictionary<string, (int Found, int All)> Of(IEnumerable<string> lines, Truth truth)
    {
        Dictionary<string, Dictionary<string, int>> found = [];
        foreach (string line in lines)
        {
            using var document = JsonDocument.Parse(line);
            JsonElement record = document.RootElement;
            string type = record.GetProperty("type").GetString()!;
            if (type == "transfer" && record.GetProperty("complete").GetBoolean()) Count(found, Truth.File, record);
            if (type != "message" || !record.GetProperty("complete").GetBoolean() || record.TryGetProperty("part", out _)) continue;
            Count(found, record.GetProperty("protocol").GetString()!, record);
            foreach (JsonElement attachment in record.GetProperty("attachments").EnumerateArray()) Count(found, Truth.Attachment, attachment);
        }
        return truth.Digests.ToDictionary(kind => kind.Key, kind => (Matches(kind.Value, found.GetValueOrDefault(kind.Key) ?? []), kind.Value.Count));
    }

    static void Count(Dictionary<string, Dictionary<string, int>> found, string kind, JsonElement content)
    {
        if (!content.TryGetProperty("sha256", out JsonElement digest)) return;
        if (!found.TryGetValue(kind, out Dictionary<string, int>? digests)) found.Add(kind, digests = []);
        string text = digest.GetString()!;
        digests[text] = digests.GetValueOrDefault(text) + 1;
    }

    static int Matches(List<string> wanted, Dictionary<string, int> found)
    {
        int matches = 0;
        foreach (string digest in wanted)
        {
            int left = found.GetValueOrDefault(digest);
            if (left == 0) continue;
            found[digest] = left - 1;
            matches++;
        }
        return matches;
    }
}
