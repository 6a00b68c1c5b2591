using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>What a command has at hand while it runs.</summary>
sealed class Invocation(StandardStreams streams, bool isQuiet) : IDisposable
{
    /// <summary>Where to print.</summary>
    public StandardStreams Streams { get; } = streams;

    /// <summary>Where to say what went wrong.</summary>
    public Notices Notices { get; } = new(streams.Error, isQuiet);

    /// <summary>Ctrl-C.</summary>
    public Interruption Interruption { get; } = new();

    /// <summary>The exit status at the end of a run that came to <paramref name="status"/>, as printing went.</summary>
    public int Finish(int status)
    {
        if (Streams.Output.IsClosed) return ExitStatus.Ok;
        if (Streams.Output.Problem is not { } problem) return status;
        Notices.Error($"the output cannot be written: {problem}");
        return ExitStatus.Incomplete;
    }

    public void Dispose() => Interruption.Dispose();
}
