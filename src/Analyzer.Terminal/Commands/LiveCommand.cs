using System.CommandLine;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that watches interfaces and tells what happens as it happens.</summary>
static class LiveCommand
{
    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("live", "Watch an interface and show or tell sessions, messages and transfers as they happen.");
        var live = new LiveOptionSet();
        live.AddTo(command);
        options.AddOptionsTo(command);
        command.SetAction(result =>
        {
            LiveRequest request = live.Read(result, options.Read(result));
            using var invocation = new Invocation(streams, request.Run.IsQuiet);
            request = request with { Run = request.Run.Hashing(isSeen: request.IsJson || request.Export is not null) };
            return invocation.Finish(new LiveRun(request, invocation).Execute());
        });
        return command;
    }
}
