using System.Diagnostics;
using System.Globalization;
using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>Watches: one thread captures into a spool, another walks behind it and fills the index.</summary>
sealed class LiveLoad : Load
{
    // Packets between two looks at what else there is to do: a few milliseconds.
    const int Stride = 2048;

    // How long to wait for packets before what has waited long enough is told as ended.
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    // The eye sees no more news than these.
    static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    readonly string _name;
    readonly AnalysisOptions _options;
    readonly IPacketSource _source;
    readonly LiveSpool _spool;
    readonly CaptureStore _store;
    readonly SpoolWalk _walk;
    readonly LiveCapture _capture;
    readonly Thread _thread;
    readonly bool _isKept;
    readonly Stopwatch _sinceRate = Stopwatch.StartNew();
    Action _changed = () => { };
    long _ratedPackets, _ratedBytes, _written;
    string _rate = "";

    /// <param name="name">What is watched.</param>
    /// <param name="source">Stays its owner's until the first start; closed with this.</param>
    /// <param name="spool">Where the capture is kept; closed with this.</param>
    /// <param name="bounds">When it ends by itself.</param>
    /// <param name="options">How the packets are analysed.</param>
    /// <param name="isKept">The spool stays when this is over.</param>
    public LiveLoad(string name, IPacketSource source, LiveSpool spool, LiveBounds bounds, AnalysisOptions options, bool isKept)
    {
        (_name, _source, _spool, _options) = (name, source, spool, options with { KeepContent = true });
        _isKept = isKept;
        _store = spool.CreateStore(0, SpoolUse.Keep);
        _walk = new SpoolWalk(spool, name, 0);
        _capture = new LiveCapture(source, spool, bounds);
        _thread = new Thread(Run) { IsBackground = true, Name = "analysis" };
        Index.Store = _store;
        State = LoadState.Live;
    }

    /// <summary>Opens an interface with the usual options. Null: it cannot be opened, for this reason.</summary>
    public static LiveLoad? Open(string name, AnalysisOptions options, out string problem)
    {
        if (!DeviceSource.TryOpen([name], new LiveOptions(), out DeviceSource? source, out LiveFailure? failure))
        {
            problem = failure.Text;
            return null;
        }
        if (LiveSpool.Open(SpoolPlan.Temporary, out problem) is { } spool) return new LiveLoad(name, source, spool, new LiveBounds(), options, isKept: false);
        source.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [_name];

    /// <inheritdoc/>
    public override long Position => _walk.Position;

    /// <inheritdoc/>
    public override long Length => -1;

    /// <inheritdoc/>
    public override long Packets => _spool.Packets;

    /// <inheritdoc/>
    public override bool IsUnsaved => !_isKept && Packets > Interlocked.Read(ref _written);

    /// <inheritdoc/>
    public override Stream? OpenPackets() => _isKept ? null : new SpoolStream(_spool);

    /// <inheritdoc/>
    public override void SetWritten(long packets) => Interlocked.Exchange(ref _written, packets);

    /// <inheritdoc/>
    public override string Rate
    {
        get
        {
            if (_sinceRate.ElapsedMilliseconds < 1000 && _rate.Length > 0) return _rate;
            double seconds = Math.Max(_sinceRate.Elapsed.TotalSeconds, 0.001);
            _sinceRate.Restart();
            (long packets, long bytes) = (_spool.Packets, _spool.Bytes);
            long packetRate = (long)((packets - _ratedPackets) / seconds), byteRate = (long)((bytes - _ratedBytes) / seconds);
            (_ratedPackets, _ratedBytes) = (packets, bytes);
            long dropped = _capture.Dropped + _spool.Lost;
            return _rate = string.Create(CultureInfo.InvariantCulture,
                $"{Quantity.Count(packets, "packet")}  {Quantity.Short(packetRate)}/s {Quantity.Bytes(byteRate)}/s{(dropped > 0 ? $"  dropped {dropped}" : "")}");
        }
    }

    /// <inheritdoc/>
    public override Reopened? Reopen(out string problem)
    {
        bool isOpen = CaptureFile.TryOpen(new SpoolStream(_spool), _name, 0, out IPacketSource? again, out CaptureOpenFailure? failure);
        problem = failure?.Text ?? "";
        return isOpen ? new Reopened([again!], again!) : null;
    }

    /// <inheritdoc/>
    public override void Start(Action changed)
    {
        _changed = changed;
        _capture.Start();
        _thread.Start();
    }

    void Run()
    {
        var analysis = new Analysis(_options with { Threads = 1 }, Index, _store);
        var preview = new Preview(analysis, Index);
        Walk(analysis, preview);
        analysis.Tell(_walk.Description);
        analysis.Complete();
        preview.ShowTrees();
        State = _source.Description.Damage is null ? LoadState.Done : LoadState.Partial;
        _changed();
    }

    void Walk(Analysis analysis, Preview preview)
    {
        var sinceFrame = Stopwatch.StartNew();
        long seen = 0;
        while (true)
        {
            bool isMore = analysis.Walk(_walk, Stride);
            _walk.Pass();
            preview.Update(_walk.Description.Packets);
            while (_capture.TryTakeNotice(out LiveNotice? notice)) Find(notice!);
            if (Index.Version != seen && sinceFrame.Elapsed >= s_frame)
            {
                seen = Index.Version;
                sinceFrame.Restart();
                _changed();
            }
            if (isMore) continue;
            if (_walk.HasEnded) return;
            // The clock is asked before the wait: what came until then has been walked when nothing more comes.
            Timestamp now = _capture.Clock;
            _walk.Wait(s_patience);
            if (now.IsKnown && !_walk.HasMore) analysis.Tick(now);
        }
    }

    void Find(LiveNotice notice) =>
        Index.OnRecord(new FindingRecord { Severity = notice.IsWarning ? Severity.Warning : Severity.Info, Code = notice.Code, Text = notice.Text });

    /// <inheritdoc/>
    public override void Stop() => _capture.Stop();

    /// <inheritdoc/>
    public override void Wait() => _thread.Join();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _capture.Stop();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(5));
        _capture.Dispose();
        _walk.Dispose();
        _source.Dispose();
        _store.Dispose();
        _spool.Dispose();
    }
}
