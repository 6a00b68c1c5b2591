using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Says which release this is.</summary>
sealed class TellVersion(StandardStreams streams) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Tell(streams.Output);
        return ExitStatus.Ok;
    }

    /// <summary><c>analyzer 0.1.0</c></summary>
    public static void Tell(Stream output)
    {
        string version = typeof(TellVersion).Assembly.GetName().Version?.ToString(3) ?? "";
        output.Write(Encoding.UTF8.GetBytes($"analyzer {version}\n"));
    }
}
