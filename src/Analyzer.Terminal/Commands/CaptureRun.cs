using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Reads the captures of a request into a sink, with progress, warnings and an orderly end.</summary>
sealed class CaptureRun(RunRequest request, StandardStreams streams, Notices notices, Interruption interruption)
{
    /// <summary>Called when all is read and told, before the captures are closed; null: nobody wants to know.</summary>
    public Action<Analysis>? Completed { get; init; }

    /// <summary>
    /// Runs; returns the exit status. The sink is made when the captures are open; null: it cannot be, and the user has been told why.
    /// </summary>
    public int Execute(Func<IByteStore, IRecordSink?> makeSink)
    {
        bool keeps = request.Options.KeepContent || request.Filter is { NeedsHeaders: true };
        using CaptureInputs? inputs = Open(keeps ? SpoolUse.Keep : SpoolUse.None, out string problem);
        if (inputs is null)
        {
            if (interruption.Status != 0) return interruption.Status;
            notices.Error(problem);
            return ExitStatus.NoCapture;
        }
        // It may appear later, in a live capture.
        foreach (string missing in request.Options.KeyLogs.Where(file => !File.Exists(file))) notices.Warning($"--tls-keylog {missing}: there is no such file");
        if (makeSink(inputs.Store) is not { } sink) return ExitStatus.Usage;
        FilteringSink? filtered = request.Filter is null ? null
            : new FilteringSink(request.Filter, request.Scope, sink, request.Filter.NeedsHeaders ? new MessageHeaders(inputs.Store) : null);
        var analysis = new Analysis(inputs.Fit(request.Options) with { KeepContent = keeps }, filtered ?? sink, inputs.Store);
        Read(analysis, inputs);
        analysis.Complete();
        filtered?.Complete();
        Completed?.Invoke(analysis);
        if (inputs.Store.SpoolFailure is { } failure) notices.Warning($"some contents could not be kept: {failure}");
        if (interruption.Status != 0) return interruption.Status;
        bool isDamaged = analysis.HasDamage || inputs.Sources.Any(source => source.Description.IsDamaged) || inputs.Store.SpoolFailure is not null;
        return isDamaged ? ExitStatus.Incomplete : ExitStatus.Ok;
    }

    CaptureInputs? Open(SpoolUse spool, out string problem)
    {
        // To open a pipe is to wait for its first bytes.
        using Interruption.ReadingPhase reading = interruption.BeginReading();
        return CaptureInputs.Open(request.Captures, spool, interruption.Token, out problem);
    }

    void Read(Analysis analysis, CaptureInputs inputs)
    {
        using Progress? progress = Watch(inputs.Sources);
        notices.BeforeLine = progress is null ? null : progress.Erase;
        foreach (IPacketSource source in inputs.Sources)
        {
            bool goesOn;
            using (interruption.BeginReading()) goesOn = analysis.Read(source, interruption.Token);
            if (!goesOn) break;
            if (source.Description.Damage is { } damage) notices.Warning($"{source.Description.File}: {damage.Text} (after {Quantity.Count(damage.Packet, "packet")}, at byte {damage.Offset})");
        }
        notices.BeforeLine = null;
    }

    Progress? Watch(IReadOnlyList<IPacketSource> sources)
    {
        // Records that go to the same terminal say enough.
        bool isShown = streams.IsErrorTerminal && !request.IsQuiet && !(request.IsStreaming && streams.IsOutputTerminal);
        if (!isShown) return null;
        long total = sources.Any(source => source.Length < 0) ? -1 : sources.Sum(source => source.Length);
        return new Progress(streams.Error, streams.Width, () => (sources.Sum(source => source.Position), total));
    }
}
