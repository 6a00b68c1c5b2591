using System.Text.Json;

namespace Analyzer.EndToEnd.Tests;

/// <summary>What a command did.</summary>
sealed record Finished(int ExitCode, string Output, string Errors)
{
    /// <summary>Every record that it printed; a line that is none fails the test.</summary>
    public IReadOnlyList<JsonElement> Records => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>The records of one type, by id where they have one.</summary>
    public IReadOnlyList<JsonElement> Of(string type) =>
        [.. Records.Where(record => record.Text("type") == type).OrderBy(record => record.TryGetProperty("id", out JsonElement id) ? id.GetInt64() : 0)];

    public static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}

/// <summary>Reads fields of a record; one that is not there is null or zero.</summary>
static class RecordFields
{
    public static string? Text(this JsonElement record, string name) => record.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    public static long Number(this JsonElement record, string name) => record.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    public static bool Truth(this JsonElement record, string name) => record.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    public static IReadOnlyList<JsonElement> List(this JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement value) ? [.. value.EnumerateArray()] : [];

    public static IEnumerable<string?> Texts(this JsonElement record, string name) => record.List(name).Select(item => item.GetString());
}
