using System.CommandLine;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that shows one session's dialogue.</summary>
static class ShowCommand
{
    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("show", "Show the dialogue of one session, annotated.");
        options.AddTo(command);
        var session = new Option<int>("--session", "-s") { HelpName = "N", Description = "the session's number, as 'sessions' lists it", Required = true };
        var json = new Option<bool>("--json") { Description = "the session and its exchanges as JSON Lines" };
        var reveal = new Option<bool>("--reveal") { Description = "show passwords" };
        var packets = new Option<bool>("--packets") { Description = "where each line lies: its packet, and the TLS record in it" };
        foreach (Option option in (Option[])[session, json, reveal, packets]) command.Add(option);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result).Hashing(isSeen: false);
            using var invocation = new Invocation(streams, request.IsQuiet);
            var conversation = new Conversation(result.GetValue(session)) { Reveals = result.GetValue(reveal), TellsPlaces = result.GetValue(packets) };
            int status = new CaptureRun(request, streams, invocation.Notices, invocation.Interruption).Execute(_ => conversation);
            if (status == ExitStatus.NoCapture) return status;
            if (!conversation.IsFound)
            {
                invocation.Notices.Error($"there is no session {conversation.Session}; the capture has {Quantity.Count(conversation.Sessions, "session")}");
                return status == ExitStatus.Ok ? ExitStatus.Usage : status;
            }
            if (result.GetValue(json)) PrintJson(conversation, streams);
            else conversation.Print(streams);
            return invocation.Finish(status);
        });
        return command;
    }

    static void PrintJson(Conversation conversation, StandardStreams streams)
    {
        using var lines = new JsonLines(streams.Output) { Wanted = record => record is SessionRecord or ExchangeRecord };
        foreach (Record record in conversation.Records) lines.OnRecord(record);
    }
}
