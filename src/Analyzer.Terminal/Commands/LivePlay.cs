using Analyzer.Capture.Sources.Live;
using Analyzer.Servers.Scenarios;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Plays a scenario over the loopback interface while it is captured there; the user is told why where that cannot be done.</summary>
static class LivePlay
{
    const string Instead = "; without --live the recorder makes this capture without any rights";

    /// <summary>Plays it; else the exit status says how that failed. No capture and no failure: there is no such scenario.</summary>
    public static int TryMake(string name, Notices notices, CancellationToken cancel, out GeneratedCapture? made)
    {
        made = null;
        if (!OperatingSystem.IsLinux())
        {
            notices.Error("--live needs Linux, where all of 127.0.0.0/8 is the loopback interface" + Instead);
            return ExitStatus.NoCapture;
        }
        if (!LoopbackTap.TryOpen(out LoopbackTap? tap, out LiveFailure? failure))
        {
            notices.Error($"--live: {failure.Text.TrimEnd('.')}{(failure.Reason == LiveFailureReason.NoRights ? "; run it with sudo" : "")}{Instead}");
            return ExitStatus.NoCapture;
        }
        using (tap)
        {
            try
            {
                made = LiveCaptureGenerator.Play(name, () => tap, cancel);
                return ExitStatus.Ok;
            }
            catch (LivePlayException problem)
            {
                notices.Error($"--live: {problem.Message}{Instead}");
                return ExitStatus.NoCapture;
            }
        }
    }
}
