using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Terminal.Tui;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Commands;

/// <summary>Shows a live capture on the screen.</summary>
static class LiveScreens
{
    /// <summary>Whether the screens are wanted and there is a terminal for them.</summary>
    public static bool AreWanted(LiveRequest request, Invocation invocation) =>
        request is { IsJson: false, IsPlain: false, Export: null } && OpenCommand.CanShow(invocation.Streams);

    /// <summary>Shows it until the user leaves; returns the exit status. The source and the spool are closed then.</summary>
    public static int Run(string name, IPacketSource source, LiveSpool spool, LiveRequest request, Invocation invocation)
    {
        var load = new LiveLoad(name, source, spool, request.Bounds, request.Run.Options, isKept: request.Spool.Path is not null);
        using TuiRun? run = TuiRun.TryBegin(new TuiOptions(IsAscii: false, HasMouse: true, new ViewSettings()));
        if (run is null)
        {
            load.Dispose();
            invocation.Notices.Error("the terminal cannot be drawn on: use --plain or --json");
            return ExitStatus.Usage;
        }
        run.Filter = request.Run.Filter;
        using CancellationTokenRegistration end = invocation.Interruption.Token.Register(run.Quit);
        run.Run(load, _ => (null, ""));
        return invocation.Interruption.Status;
    }
}
