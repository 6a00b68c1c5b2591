using System.CommandLine;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The commands that list the records of one kind, or of all.</summary>
static class ListCommand
{
    /// <summary>A command that lists records of <typeparamref name="T"/>.</summary>
    public static Command Of<T>(string name, string description, CaptureOptions options, StandardStreams streams, Func<bool, TableView> makeTable, bool hasSecrets = false)
        where T : Record
    {
        var command = new Command(name, description);
        options.AddTo(command);
        command.Add(options.Each);
        var json = new Option<bool>("--json") { Description = "JSON Lines instead of a table" };
        command.Add(json);
        var reveal = new Option<bool>("--reveal") { Description = "show passwords in the table" };
        if (hasSecrets) command.Add(reveal);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result) with { Scope = FilterScope.EachRecord };
            bool hasHash = typeof(T) == typeof(MessageRecord) || typeof(T) == typeof(TransferRecord) || typeof(T) == typeof(StreamRecord);
            request = request.Hashing(isSeen: hasHash && result.GetValue(json));
            // Reassembly alone is wanted.
            if (typeof(T) == typeof(StreamRecord)) request = request with { Options = request.Options with { Dissect = false, HashStreams = request.Options.Hash } };
            using var invocation = new Invocation(streams, request.IsQuiet);
            return result.GetValue(json)
                ? Json(request, invocation, record => record is T)
                : Tables(request, invocation, () => new TableSink(makeTable(result.GetValue(reveal))), typeof(T) == typeof(HostRecord));
        });
        return command;
    }

    /// <summary>The command that tells everything.</summary>
    public static Command Read(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("read", "Read captures and tell everything that is found: a summary, or all records with --json.");
        options.AddTo(command);
        command.Add(options.Each);
        var json = new Option<bool>("--json") { Description = "every record as JSON Lines instead of a summary" };
        command.Add(json);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result);
            using var invocation = new Invocation(streams, request.IsQuiet);
            if (result.GetValue(json)) return Json(request, invocation, null);
            return Tables(request.Hashing(isSeen: false), invocation, Summary, isOfHosts: false);
        });
        return command;
    }

    static TableSink Summary() => new(RecordTables.Captures(), RecordTables.Sessions())
    {
        IfAny = [RecordTables.Messages(), RecordTables.Files(), RecordTables.Findings()],
    };

    static int Json(RunRequest request, Invocation invocation, Predicate<Record>? wanted)
    {
        if (request.IsCollection) return new CollectionRun(request with { IsStreaming = true }, invocation).Json(wanted);
        using var sink = new JsonLines(invocation.Streams.Output) { Wanted = wanted };
        invocation.Streams.Output.OnEnd = invocation.Interruption.Stop;
        var run = new CaptureRun(request with { IsStreaming = true }, invocation.Streams, invocation.Notices, invocation.Interruption);
        int status = run.Execute(_ => sink);
        sink.Flush();
        return invocation.Finish(status);
    }

    static int Tables(RunRequest request, Invocation invocation, Func<TableSink> makeSink, bool isOfHosts)
    {
        if (request.IsCollection) return new CollectionRun(request, invocation).Tables(makeSink, isOfHosts);
        TableSink sink = makeSink();
        int status = new CaptureRun(request, invocation.Streams, invocation.Notices, invocation.Interruption).Execute(_ => sink);
        if (status == ExitStatus.NoCapture) return status;
        sink.Print(invocation.Streams);
        return invocation.Finish(status);
    }
}
