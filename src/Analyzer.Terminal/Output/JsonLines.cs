using System.Buffers;
using System.Text.Json;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>
/// Writes each record as one line of JSON (UTF-8), until the output takes no more.
/// </summary>
sealed class JsonLines(GuardedOutput output) : IRecordSink, IDisposable
{
    // A write costs as much as a few of these kilobytes; a pipe takes 64 of them at once.
    const int FlushAt = 64 * 1024;

    // A reader that follows along does not wait longer than this for a line, as long as lines come.
    const int FlushAfterMilliseconds = 500;

    static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JsonText.Encoder,
        // The writer's own checks of its caller: the tests have made sure of that.
        SkipValidation = true,
    };

    readonly ArrayBufferWriter<byte> _buffer = new(FlushAt + 16 * 1024);
    Utf8JsonWriter? _json;
    long _flushed = Environment.TickCount64;

    /// <summary>Records written, by what is asked for; null: all.</summary>
    public Predicate<Record>? Wanted { get; init; }

    /// <summary>The number of the run that the records' ids belong to; null: there is one only.</summary>
    public int? Run { get; init; }

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        if (output.HasEnded || Wanted is not null && !Wanted(record)) return;
        _json ??= new Utf8JsonWriter(_buffer, s_options);
        JsonRecord.Write(_json, record, Run);
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt || Environment.TickCount64 - _flushed > FlushAfterMilliseconds) Flush();
    }

    /// <summary>Hands on what is written so far.</summary>
    public void Flush()
    {
        _flushed = Environment.TickCount64;
        if (_buffer.WrittenCount > 0) output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    /// <summary>Writes the rest.</summary>
    public void Dispose()
    {
        Flush();
        _json?.Dispose();
    }
}
