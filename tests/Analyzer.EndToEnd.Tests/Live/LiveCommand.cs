namespace Analyzer.EndToEnd.Tests.Live;

/// <summary><c>analyzer live</c> in a network namespace, watching.</summary>
static class LiveCommand
{
    /// <summary>Starts it and waits until it watches.</summary>
    public static async Task<AnalyzerCommand> StartLive(this NetworkNamespace network, params string[] words)
    {
        AnalyzerCommand command = AnalyzerCommand.StartBehind(network.Launcher, ["live", .. words]);
        while (await command.ReadErrorLine() is { } line)
        {
            if (line.Contains("watching", StringComparison.Ordinal)) return command;
        }
        Assert.Fail("it ended before it watched");
        return command;
    }

    /// <summary>Presses Ctrl-C and takes what it printed.</summary>
    public static async Task<Finished> Stop(this AnalyzerCommand command)
    {
        Task<Finished> ending = command.Finish();
        await command.Interrupt();
        return await ending;
    }
}
