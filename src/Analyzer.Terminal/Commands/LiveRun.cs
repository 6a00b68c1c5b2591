using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Dissection;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Watches: one thread captures into the spool, this one walks behind it and tells what it finds.</summary>
sealed class LiveRun(LiveRequest request, Invocation invocation)
{
    // Packets between two looks at what else there is to do: a few milliseconds.
    const int Stride = 2048;

    // How long to wait for packets: what has waited long enough ends within the 200 ms that are promised, with the capture's own delay.
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(25);

    readonly Notices _notices = invocation.Notices;

    public int Execute()
    {
        int status = new LiveSources(request, _notices, invocation.Interruption).TryOpen(out string? name, out IPacketSource? source);
        if (source is null) return status;
        using (source)
        {
            CapturePriority.Raise();
            if (!BecomeUser()) return ExitStatus.Usage;
            using LiveSpool? spool = LiveSpool.Open(request.Spool, out string problem);
            if (spool is not null) return Run(name!, source, spool);
            _notices.Error(request.Spool.Path is { } path ? $"--write {path}: {problem}" : $"no temporary directory can be made: {problem}");
            return ExitStatus.Usage;
        }
    }

    bool BecomeUser()
    {
        if (!Privileges.TryDrop(request.User, out string? became, out string problem))
        {
            _notices.Error($"root's rights cannot be given up: {problem}");
            return false;
        }
        if (became is not null) _notices.Note($"capturing as root is over; this goes on as {became}");
        return true;
    }

    int Run(string name, IPacketSource source, LiveSpool spool)
    {
        if (LiveScreens.AreWanted(request, invocation)) return LiveScreens.Run(name, source, spool, request, invocation);
        bool keeps = request.Export is not null || request.Run.Filter is { NeedsHeaders: true };
        using CaptureStore store = spool.CreateStore(0, keeps ? SpoolUse.Keep : SpoolUse.None);
        using var walk = new SpoolWalk(spool, name, 0);
        using LiveOutput? output = LiveOutput.Open(request, invocation, store, spool, walk);
        if (output is null) return ExitStatus.Usage;
        var analysis = new Analysis(request.Run.Options with { KeepContent = keeps, Threads = 1 }, output.Sink, store);
        using var capture = new LiveCapture(source, spool, request.Bounds);
        using CancellationTokenRegistration stop = invocation.Interruption.Token.Register(capture.Stop);
        using (StatusLine? status = Watch(capture, spool, walk, output))
        {
            _notices.BeforeLine = output.BeforeLine = status is null ? null : status.Erase;
            _notices.Note($"watching {(request.IsPipe ? "standard input" : name)}; Ctrl-C ends it");
            capture.Start();
            CapturePriority.Restore();
            Walk(analysis, walk, capture, output);
            analysis.Tell(walk.Description);
            if (source.Description.Damage is { } damage) output.Find("capture-damaged", $"{name}: {damage.Text}", isWarning: true);
            analysis.Complete();
            output.Complete();
            _notices.BeforeLine = output.BeforeLine = null;
        }
        new LiveSummary(request, capture, spool, output).Tell(_notices);
        return output.Status;
    }

    static void Walk(Analysis analysis, SpoolWalk walk, LiveCapture capture, LiveOutput output)
    {
        while (true)
        {
            bool isMore = analysis.Walk(walk, Stride);
            walk.Pass();
            while (capture.TryTakeNotice(out LiveNotice? notice)) output.Find(notice!.Code, notice.Text, notice.IsWarning);
            output.Flush();
            if (isMore) continue;
            if (walk.HasEnded) return;
            // The clock is asked before the wait: what came until then has been walked when nothing more comes.
            Timestamp now = capture.Clock;
            walk.Wait(s_patience);
            if (now.IsKnown && !walk.HasMore) analysis.Tick(now);
        }
    }

    StatusLine? Watch(LiveCapture capture, LiveSpool spool, SpoolWalk walk, LiveOutput output)
    {
        if (!invocation.Streams.IsErrorTerminal || request.Run.IsQuiet) return null;
        var rates = new LiveRates(capture, spool, walk, output);
        return new StatusLine(invocation.Streams.Error, invocation.Streams.Width, rates.Line);
    }
}
