using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Terminal.Commands;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>How far the reading of captures has come.</summary>
enum LoadState
{
    Loading,

    /// <summary>All was read.</summary>
    Done,

    /// <summary>Something of the captures could not be read: findings say what.</summary>
    Partial,

    /// <summary>A capture could not be opened: see <see cref="CaptureLoad.Problem"/>.</summary>
    Failed,
}

/// <summary>
/// Reads captures into an index on a thread of its own. The thread pool is left alone: signals of the terminal are handled there.
/// </summary>
sealed class CaptureLoad : IDisposable
{
    readonly RunRequest _request;
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    CaptureInputs? _inputs;
    volatile LoadState _state;

    CaptureLoad(RunRequest request, CaptureInputs? inputs)
    {
        (_request, _inputs) = (request, inputs);
        Index.Store = inputs?.Store;
        _thread = new Thread(Run) { IsBackground = true, Name = "analysis" };
    }

    /// <summary>What was found so far.</summary>
    public CaptureIndex Index { get; } = new();

    /// <summary>How far it has come. Any thread may look.</summary>
    public LoadState State => _state;

    /// <summary>Why nothing can be read, as a sentence; null: nothing is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>As the user named them.</summary>
    public IReadOnlyList<string> Names => _request.Captures;

    /// <summary>Bytes read so far.</summary>
    public long Position => _inputs?.Sources.Sum(source => source.Position) ?? 0;

    /// <summary>Bytes in all; -1 when that cannot be known.</summary>
    public long Length => _inputs is null || _inputs.Sources.Any(source => source.Length < 0) ? -1 : _inputs.Sources.Sum(source => source.Length);

    /// <summary>Packets read so far.</summary>
    public long Packets => _inputs?.Sources.Sum(source => source.Description.Packets) ?? 0;

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

    /// <summary>Begins to read. <paramref name="changed"/> is called on the reading thread when something other than a count has changed.</summary>
    public void Start(Action changed)
    {
        _changed = changed;
        _thread.Start();
    }

    Action _changed = () => { };

    void Run()
    {
        if (TryOpen() is { } inputs)
        {
            var analysis = new Analysis(_request.Options, Index, inputs.Store);
            foreach (IPacketSource source in inputs.Sources)
            {
                if (!analysis.Read(source, _stop.Token)) break;
            }
            analysis.Complete();
            bool isPartial = analysis.HasDamage || inputs.Store.SpoolFailure is not null || _stop.IsCancellationRequested;
            _state = isPartial ? LoadState.Partial : LoadState.Done;
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
        _state = LoadState.Failed;
        return null;
    }

    /// <summary>Stops reading; what was found stays.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Waits until all is read.</summary>
    public void Wait() => _thread.Join();

    /// <summary>Stops reading and closes the captures.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        // A thread that waits for a pipe ends with the process.
        if (!_thread.IsAlive || _thread.Join(TimeSpan.FromSeconds(2))) _inputs?.Dispose();
        _stop.Dispose();
    }
}
