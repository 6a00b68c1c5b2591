using System.Buffers;

namespace Analyzer.Dissection.Filtering;

/// <summary>Something that a filter could go on with.</summary>
/// <param name="Text">What takes the place of the word at the cursor.</param>
/// <param name="Meaning">What it is; empty for a value.</param>
public readonly record struct FilterProposal(string Text, string Meaning);

/// <summary>Completes filters: names of fields, then the values that a field knows.</summary>
public static class FilterCompletion
{
    static readonly SearchValues<char> s_operators = SearchValues.Create(":=~<>!");

    /// <summary>
    /// What could stand at the end of <paramref name="text"/>. <paramref name="start"/>: where the word begins that a proposal replaces.
    /// </summary>
    public static IReadOnlyList<FilterProposal> For(string text, out int start)
    {
        start = StartOfWord(text);
        string word = text[start..];
        int op = word.AsSpan().IndexOfAny(s_operators);
        return op < 0 ? Fields(word) : Values(word, op);
    }

    static int StartOfWord(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && (char.IsWhiteSpace(text[i]) || text[i] == '(')) start = i + 1;
        }
        return start < text.Length && text[start] == '-' ? start + 1 : start;
    }

    static List<FilterProposal> Fields(string beginning) =>
    [
        .. FilterFields.All
            .Where(field => field.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            .Select(field => new FilterProposal(field.Name + ":", field.Meaning)),
        .. new[] { new FilterProposal(FilterFields.HeaderPrefix, "a field of the message header, as in hdr.Reply-To:") }
            .Where(header => header.Text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)),
    ];

    static List<FilterProposal> Values(string word, int op)
    {
        int value = op;
        while (value < word.Length && s_operators.Contains(word[value])) value++;
        value = Math.Max(value, word.LastIndexOf(',') + 1);
        if (FilterFields.Find(word[..op]) is not { } field) return [];
        string kept = word[..value], beginning = word[value..];
        return [.. field.Words
            .Where(known => known.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            .Select(known => new FilterProposal(kept + known, ""))];
    }
}
