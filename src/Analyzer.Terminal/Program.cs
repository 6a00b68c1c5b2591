using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Output;

// The version is asked for by scripts, often: it need not wait for the whole command line to be built.
if (args is ["--version"])
{
    TellVersion.Tell(new GuardedOutput(Console.OpenStandardOutput()));
    return ExitStatus.Ok;
}
return AnalyzerCommand.Run(args, StandardStreams.OfProcess());
