using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Terminal.Commands;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>Reads capture files, or standard input.</summary>
sealed class CaptureLoad : Load
{
    readonly RunRequest _request;
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    Action _changed = () => { };
    CaptureInputs? _inputs;

    CaptureLoad(RunRequest request, CaptureInputs? inputs)
    {
        (_request, _inputs) = (request, inputs);
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
        problem = "";
        // The screens read contents again and again, and hash what they save.
        request = request with { Options = request.Options with { KeepContent = true } };
        if (request.Captures.Contains(CaptureFile.StandardInput)) return new CaptureLoad(request, null);
        CaptureInputs? inputs = CaptureInputs.Open(request.Captures, SpoolUse.Keep, CancellationToken.None, out problem);
        return inputs is null ? null : new CaptureLoad(request, inputs);
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
            var analysis = new Analysis(inputs.Fit(_request.Options), Index, inputs.Store);
            foreach (IPacketSource source in inputs.Sources)
            {
                if (!analysis.Read(source, _stop.Token)) break;
            }
            analysis.Complete();
            bool isPartial = analysis.HasDamage || inputs.Store.SpoolFailure is not null || _stop.IsCancellationRequested;
            State = isPartial ? LoadState.Partial : LoadState.Done;
        }
        _changed();
    }

    CaptureInputs? TryOpen()
    {
        string problem = "";
        _inputs ??= CaptureInputs.Open(_request.Captures, SpoolUse.Keep, _stop.Token, out problem);
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
