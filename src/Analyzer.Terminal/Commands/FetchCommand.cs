using System.CommandLine;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that fetches mail: the user agent of POP3 and IMAP.</summary>
static class FetchCommand
{
    public static Command Create(StandardStreams streams)
    {
        var command = new Command("fetch", "Fetch e-mail by POP3 or IMAP. " + AgentProblem.Rule);
        var options = new FetchOptions();
        options.AddTo(command);
        command.SetAction(result =>
        {
            try
            {
                FetchRequest request = options.Read(result);
                using var invocation = new Invocation(streams, request.IsQuiet);
                return new FetchRun(request, invocation).RunAsync().GetAwaiter().GetResult();
            }
            catch (UsageException problem)
            {
                new Notices(streams.Error).Error(problem.Message);
                return ExitStatus.Usage;
            }
        });
        return command;
    }
}
