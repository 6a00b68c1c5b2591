using System.Buffers;
using System.Text.Json;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>
/// Puts the records of several runs, as JSON Lines, into one list: each gets the number of its run, in the order of first sight; hosts are put
/// together and come last.
/// </summary>
sealed class RunLines(GuardedOutput output) : IDisposable
{
    const int FlushAt = 64 * 1024;

    readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JsonText.Encoder, SkipValidation = true });
    readonly Dictionary<(int File, long Run), int> _runs = [];
    readonly HostUnion _hosts = new();

    /// <summary>Takes a line of a file. False: it is no record.</summary>
    public bool TryAdd(int file, ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return TryAdd(file, document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    bool TryAdd(int file, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String) return false;
        if (type.ValueEquals("host")) return TryAddHost(record);
        long own = record.TryGetProperty("run", out JsonElement run) && run.TryGetInt64(out long told) ? told : 1;
        if (!_runs.TryGetValue((file, own), out int number)) _runs.Add((file, own), number = _runs.Count + 1);
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteNumber("run"u8, number);
        foreach (JsonProperty property in record.EnumerateObject())
        {
            if (property.NameEquals("run")) continue;
            _json.WritePropertyName(property.Name);
            // As it was written: what was escaped stays so.
            _json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
        }
        _json.WriteEndObject();
        EndLine();
        return true;
    }

    bool TryAddHost(JsonElement record)
    {
        if (!record.TryGetProperty("ip", out JsonElement ip) || ip.ValueKind != JsonValueKind.String || !IpAddress.TryParse(ip.GetString()!, out IpAddress address)) return false;
        _hosts.Add(new HostRecord
        {
            Address = address,
            Names = Texts(record, "names"),
            Protocols = Texts(record, "protocols"),
            Sessions = (int)Math.Min(int.MaxValue, Number(record, "sessions")),
            Bytes = Number(record, "bytes"),
            Software = Texts(record, "software"),
        });
        return true;
    }

    static List<string> Texts(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)]
            : [];

    static long Number(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : 0;

    /// <summary>No more will come: writes the hosts.</summary>
    public void Complete()
    {
        foreach (HostRecord host in _hosts.Records())
        {
            _json.Reset(_buffer);
            JsonRecord.Write(_json, host, run: null);
            EndLine();
        }
        Flush();
    }

    void EndLine()
    {
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt) Flush();
    }

    void Flush()
    {
        if (_buffer.WrittenCount > 0) output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
