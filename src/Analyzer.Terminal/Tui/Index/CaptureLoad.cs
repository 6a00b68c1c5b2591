using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Terminal.Commands;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>Reads capture files, or standard input.</summary>
sealed class CaptureLoad : Load
{
    // Packets between two looks at what else there is to do: a millisecond or two.
    const int Stride = 2048;

    /// <summary>Opens what is read.</summary>
    delegate CaptureInputs? Opener(SpoolUse spool, CancellationToken token, out string problem);

    readonly RunRequest _request;
    readonly Opener _open;
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    Action _changed = () => { };
    CaptureInputs? _inputs;

    CaptureLoad(RunRequest request, Opener open, CaptureInputs? inputs)
    {
        // The screens read contents again and again, and hash what they save.
        _request = request with { Options = request.Options with { KeepContent = true } };
        (_open, _inputs) = (open, inputs);
        Index.Store = inputs?.Store;
        _thread = new Thread(Run) { IsBackground = true, Name = "analysis" };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _request.Captures;

    /// <inheritdoc/>
    public override long Position => _inputs?.Sources.Sum(source => source.Position) ?? 0;

    /// <inheritdoc/>
    public override long Length => _inputs is null || _inputs.Sources.Any(source => source.Length < 0) ? -1 : _inputs.Sources.Sum(source => source.Length);

    /// <inheritdoc/>
    public override long Packets => _inputs?.Sources.Sum(source => source.Description.Packets) ?? 0;

    /// <summary>
    /// Opens captures for the screens. Null: one cannot be opened, for this reason. Standard input is opened later, while the screens
    /// are there: its first bytes may take their time.
    /// </summary>
    public static CaptureLoad? Open(RunRequest request, out string problem)
    {
        CaptureInputs? OpenNamed(SpoolUse spool, CancellationToken token, out string problem) => CaptureInputs.Open(request.Captures, spool, token, out problem);
        problem = "";
        if (request.Captures.Contains(CaptureFile.StandardInput)) return new CaptureLoad(request, OpenNamed, null);
        CaptureInputs? inputs = OpenNamed(SpoolUse.Keep, CancellationToken.None, out problem);
        return inputs is null ? null : new CaptureLoad(request, OpenNamed, inputs);
    }

    /// <summary>Opens a capture that is in memory.</summary>
    public static CaptureLoad? Open(RunRequest request, string name, ReadOnlyMemory<byte> capture, out string problem)
    {
        CaptureInputs? OpenMemory(SpoolUse spool, CancellationToken token, out string problem) => CaptureInputs.Open(new MemoryStream(capture.ToArray()), name, spool, out problem);
        CaptureInputs? inputs = OpenMemory(SpoolUse.Keep, CancellationToken.None, out problem);
        return inputs is null ? null : new CaptureLoad(request with { Captures = [name] }, OpenMemory, inputs);
    }

    /// <inheritdoc/>
    public override Reopened? Reopen(out string problem)
    {
        problem = "standard input can be read only once";
        if (_request.Captures.Contains(CaptureFile.StandardInput)) return null;
        CaptureInputs? again = _open(SpoolUse.None, CancellationToken.None, out problem);
        return again is null ? null : new Reopened(again.Sources, again);
    }

    /// <inheritdoc/>
    public override void Start(Action changed)
    {
        _changed = changed;
        _thread.Start();
    }

    void Run()
    {
        if (TryOpen() is { } inputs)
        {
            var analysis = new Analysis(_request.Options with { Threads = 1 }, Index, inputs.Store);
            var preview = new Preview(analysis, Index);
            foreach (IPacketSource source in inputs.Sources)
            {
                if (!TryRead(source, analysis, preview)) break;
            }
            analysis.Complete();
            preview.ShowTrees();
            bool isPartial = analysis.HasDamage || inputs.Store.SpoolFailure is not null || _stop.IsCancellationRequested;
            State = isPartial ? LoadState.Partial : LoadState.Done;
        }
        _changed();
    }

    bool TryRead(IPacketSource source, Analysis analysis, Preview preview)
    {
        // A pipe may fall silent after any packet.
        int stride = source.Length < 0 ? 1 : Stride;
        while (!_stop.IsCancellationRequested && analysis.Walk(source, stride)) preview.Update(Packets);
        analysis.Tell(source.Description);
        return !_stop.IsCancellationRequested;
    }

    CaptureInputs? TryOpen()
    {
        string problem = "";
        _inputs ??= _open(SpoolUse.Keep, _stop.Token, out problem);
        if (_inputs is { } inputs)
        {
            Index.Store = inputs.Store;
            return inputs;
        }
        Problem = problem;
        State = LoadState.Failed;
        return null;
    }

    /// <inheritdoc/>
    public override void Stop() => _stop.Cancel();

    /// <inheritdoc/>
    public override void Wait() => _thread.Join();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stop.Cancel();
        // A thread that waits for a pipe ends with the process.
        if (!_thread.IsAlive || _thread.Join(TimeSpan.FromSeconds(2))) _inputs?.Dispose();
        _stop.Dispose();
    }
}
