using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>
/// Writes what was chosen to a directory, on a thread of its own; any thread may look how far it is. It ends cleanly when
/// cancelled: a file is whole, or not there.
/// </summary>
/// <param name="contents">What there is to write.</param>
/// <param name="choice">What of it is written, and how.</param>
/// <param name="table">The lines of the table.</param>
/// <param name="folder">Where to.</param>
/// <param name="load">Where it comes from.</param>
sealed class ExportJob(ExportContents contents, ExportChoice choice, IEnumerable<string[]> table, string folder, Load load)
{
    const int MaxFailures = 50;

    readonly List<string> _failures = [];
    volatile bool _isOver, _isCancelled;
    volatile string _current = "";
    int _done;

    /// <summary>Steps to take.</summary>
    public int Total { get; } = choice.StepsOf(contents);

    /// <summary>Steps taken.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>What is written now.</summary>
    public string Current => _current;

    /// <summary>Nothing more will happen.</summary>
    public bool IsOver => _isOver;

    /// <summary>Files written, once it is over.</summary>
    public int Written { get; private set; }

    /// <summary>Files left out because their names are taken, once it is over.</summary>
    public int Skipped { get; private set; }

    /// <summary>What went wrong, as sentences, once it is over.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Stops after the file that is being written.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>Does it.</summary>
    public void Run(CancellationToken cancelled)
    {
        // Two may end it: the user, and the end of the program.
        using CancellationTokenRegistration end = cancelled.Register(Cancel);
        string problem = "no capture is open";
        if (load.Index.Store is { } store && ExportDirectory.Open(folder, out problem, choice.Taken) is { } directory) Write(directory, store);
        else Fail($"{folder}: {problem}");
        _isOver = true;
    }

    void Write(ExportDirectory directory, IByteStore store)
    {
        Record[] artefacts = [.. contents.Artefacts.Where(choice.Has)];
        if (artefacts.Length > 0) WriteArtefacts(directory, store, artefacts);
        if (choice.Texts || choice.Json)
        {
            var dialogues = new DialogueFiles(directory, load.Index, choice);
            foreach (SessionRecord session in contents.Sessions)
            {
                if (_isCancelled) return;
                Step($"conversation {session.Id}", () => Written += dialogues.Write(session, Fail));
            }
        }
        if (_isCancelled) return;
        if (choice.Table && contents.Rows.Count > 0) Step(TableFile.Name, () => Written += TableFile.Write(directory, table, Fail) ? 1 : 0);
        if (_isCancelled || !choice.Packets || contents.Sessions.Count == 0) return;
        Step(PacketFile.Name, () => Written += PacketFile.Write(directory, contents, load, () => _isCancelled, Fail) ? 1 : 0);
    }

    void Step(string what, Action act)
    {
        _current = what;
        act();
        Interlocked.Increment(ref _done);
    }

    void WriteArtefacts(ExportDirectory directory, IByteStore store, Record[] artefacts)
    {
        using Stream? stream = directory.Create("index.jsonl", out string name, out string problem);
        if (stream is null) Fail($"index.jsonl was not written: {problem}");
        var output = new GuardedOutput(stream ?? Stream.Null);
        using var lines = new JsonLines(output);
        var exporter = new Exporter(directory, store, lines, choice.Attachments ? new MimeAttachmentSource() : null, Fail) { Names = choice.Names, WritesMessages = choice.Messages };
        foreach (Record record in artefacts)
        {
            if (_isCancelled) break;
            Step(NameOf(record), () => exporter.OnRecord(record));
        }
        lines.Flush();
        if (output.Problem is { } unwritten) Fail($"{name} was not written to its end: {unwritten}");
        (Written, Skipped) = (exporter.Written, exporter.Skipped);
    }

    static string NameOf(Record record) => record switch
    {
        MessageRecord message => $"mail {message.Id} {message.Subject}",
        TransferRecord transfer => $"file {transfer.Id} {transfer.Name}",
        _ => "",
    };

    void Fail(string sentence)
    {
        if (_failures.Count < MaxFailures) _failures.Add(sentence);
    }

    /// <summary>How it went, as a sentence.</summary>
    public string Summary
    {
        get
        {
            string written = $"{Quantity.Count(Written, "file")} written to {folder}";
            if (_isCancelled && Done < Total) return $"Stopped: {written}, {Total - Done} left out.";
            string skipped = Skipped > 0 ? $", {Skipped} there already" : "";
            return $"{written}{skipped}{(_failures.Count > 0 ? $", {Quantity.Count(_failures.Count, "problem")}" : "")}.";
        }
    }
}
