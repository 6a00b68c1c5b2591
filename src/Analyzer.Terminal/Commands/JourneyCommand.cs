using System.CommandLine;
using Analyzer.Dissection.Journeys;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that follows one message from hop to hop.</summary>
static class JourneyCommand
{
    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("journey", "Follow one e-mail from hop to hop, with the delays between them.");
        var messageId = new Argument<string>("MESSAGE-ID") { Description = "as 'messages --json' tells it, with or without its angle brackets" };
        command.Add(messageId);
        options.AddTo(command);
        var json = new Option<bool>("--json") { Description = "the hops as JSON Lines" };
        command.Add(json);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result).Hashing(isSeen: result.GetValue(json));
            // Header and body are read again.
            request = request with { Options = request.Options with { KeepContent = true } };
            using var invocation = new Invocation(streams, request.IsQuiet);
            return Run(request, invocation, result.GetRequiredValue(messageId), result.GetValue(json));
        });
        return command;
    }

    static int Run(RunRequest request, Invocation invocation, string messageId, bool isJson)
    {
        // The copies are read again as soon as they are told, while the captures are open.
        Journey? journey = null;
        int status = new CaptureRun(request, invocation.Streams, invocation.Notices, invocation.Interruption).Execute(store => journey = new Journey(messageId, store));
        if (journey is null) return status;
        IReadOnlyList<JourneyRecord> hops = journey.Hops();
        if (hops.Count == 0)
        {
            invocation.Notices.Error($"no message has the Message-ID {SafeText.From(messageId, 200)}; the capture has {Quantity.Count(journey.Messages, "message")}");
            return status == ExitStatus.Ok ? ExitStatus.Usage : status;
        }
        if (journey.LeftOut > 0) invocation.Notices.Warning($"{Quantity.Count(journey.LeftOut, "more hop")} left out: at most {Journey.MaxSightings} are followed");
        if (isJson) PrintJson(hops, invocation.Streams);
        else PrintTable(hops, invocation.Streams);
        return invocation.Finish(status);
    }

    static void PrintJson(IReadOnlyList<JourneyRecord> hops, StandardStreams streams)
    {
        using var lines = new JsonLines(streams.Output);
        foreach (JourneyRecord hop in hops) lines.OnRecord(hop);
    }

    static void PrintTable(IReadOnlyList<JourneyRecord> hops, StandardStreams streams)
    {
        var sink = new TableSink(JourneyTable.Create());
        foreach (JourneyRecord hop in hops) sink.OnRecord(hop);
        sink.Print(streams);
    }
}
