using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What of messages and files is exported.</summary>
sealed record ExportChoice
{
    public bool Messages { get; init; } = true;

    public bool Attachments { get; init; } = true;

    public bool Files { get; init; } = true;

    /// <summary>Whether a record is written.</summary>
    public bool Has(Record record) => record is MessageRecord ? Messages || Attachments : Files;
}

/// <summary>
/// Writes messages and files to a directory, on a thread of its own; any thread may look how far it is. It ends cleanly when
/// cancelled: a file is whole, or not there.
/// </summary>
sealed class ExportJob(IReadOnlyList<Record> records, ExportChoice choice, string folder, IByteStore? store)
{
    const int MaxFailures = 50;

    readonly List<string> _failures = [];
    volatile bool _isOver, _isCancelled;
    volatile string _current = "";
    int _done;

    /// <summary>Records to look at.</summary>
    public int Total => records.Count;

    /// <summary>Records looked at.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>What is written now.</summary>
    public string Current => _current;

    /// <summary>Nothing more will happen.</summary>
    public bool IsOver => _isOver;

    /// <summary>Files written, once it is over.</summary>
    public int Written { get; private set; }

    /// <summary>What went wrong, as sentences, once it is over.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Stops after the file that is being written.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>Does it.</summary>
    public void Run(CancellationToken cancelled)
    {
        string problem = "no capture is open";
        if (store is not null && ExportDirectory.Open(folder, out problem) is { } directory) Write(directory, store, cancelled);
        else Fail($"{folder}: {problem}");
        _isOver = true;
    }

    void Write(ExportDirectory directory, IByteStore bytes, CancellationToken cancelled)
    {
        using Stream? stream = directory.Create("index.jsonl", out string name, out string problem);
        if (stream is null) Fail($"index.jsonl was not written: {problem}");
        var output = new GuardedOutput(stream ?? Stream.Null);
        using var lines = new JsonLines(output);
        var exporter = new Exporter(directory, bytes, lines, choice.Attachments ? new MimeAttachmentSource() : null, Fail);
        foreach (Record record in records)
        {
            if (_isCancelled || cancelled.IsCancellationRequested) break;
            _current = record switch
            {
                MessageRecord message => $"mail {message.Id} {message.Subject}",
                TransferRecord transfer => $"file {transfer.Id} {transfer.Name}",
                _ => "",
            };
            exporter.OnRecord(record);
            Interlocked.Increment(ref _done);
        }
        lines.Flush();
        if (output.Problem is { } unwritten) Fail($"{name} was not written to its end: {unwritten}");
        Written = exporter.Written;
    }

    void Fail(string sentence)
    {
        if (_failures.Count < MaxFailures) _failures.Add(sentence);
    }

    /// <summary>How it went, as a sentence.</summary>
    public string Summary => _isCancelled && Done < Total
        ? $"Stopped: {Quantity.Count(Written, "file")} written to {folder}, {Total - Done} left out."
        : $"{Quantity.Count(Written, "file")} written to {folder}{(_failures.Count > 0 ? $", {Quantity.Count(_failures.Count, "problem")}" : "")}.";
}
