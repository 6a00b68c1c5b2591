using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Screens;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Terminal;

/// <summary>What lists of a million rows and frames cost.</summary>
[MemoryDiagnoser]
public class ScreenBenchmarks
{
    const int Sessions = 1_000_000;

    readonly CaptureIndex _index = new();
    readonly ViewSettings _settings = new();
    SessionListModel _model = null!;
    Filter _filter = null!;
    TuiApp _app = null!;
    int _direction = 1;

    [GlobalSetup]
    public void Fill()
    {
        for (int i = 1; i <= Sessions; i++)
        {
            _index.OnRecord(new SessionRecord
            {
                Id = i,
                Stream = i,
                Protocol = i % 3 == 0 ? "ftp" : "smtp",
                Client = new Endpoint(IpAddress.From([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), 40000),
                Server = new Endpoint(IpAddress.From([198, 51, 100, 1]), 25),
                Start = new Timestamp(1_700_000_000_000_000_000 + i * 1_000_000L),
                End = new Timestamp(1_700_000_001_000_000_000 + i * 1_000_000L),
                ClientBytes = i * 7919L % 1_000_003,
                User = i % 5 == 0 ? "alice" : null,
                Messages = [],
                Transfers = [],
            });
        }
        _model = new SessionListModel(_index, _settings);
        _ = Filter.TryParse("proto:smtp user:alice", out Filter? filter, out _);
        _filter = filter!;
        var worker = new SameThread();
        _app = new TuiApp(new Nowhere(), new Theme(ColourDepth.Sixteen), Symbols.Unicode, worker, worker, _settings);
        _app.Push(new SessionsOf(_app, _model));
        _app.Draw();
    }

    [Benchmark]
    public int Filtered()
    {
        _model.FilterBy(_filter);
        _model.Distrust();
        _model.Update();
        int count = _model.Count;
        _model.FilterBy(null);
        return count;
    }

    [Benchmark]
    public int SortedByBytes()
    {
        _model.SortBy(7, isDescending: true);
        _model.Update();
        _model.SortBy(-1, isDescending: false);
        return _model.Count;
    }

    /// <summary>A frame with the cursor one row on, with the bytes that this takes.</summary>
    [Benchmark]
    public void CursorMoved()
    {
        _app.Feed(_direction > 0 ? "\u001b[B"u8 : "\u001b[A"u8);
        _direction = -_direction;
        _app.Draw();
    }

    [Benchmark]
    public void NothingChanged() => _app.Draw();

    sealed class SessionsOf(TuiApp app, SessionListModel model) : ListScreen<SessionRecord>(app, model)
    {
        protected override void Open(SessionRecord record)
        {
        }
    }

    sealed class SameThread : IWorker
    {
        public void Do(Func<CancellationToken, Action> work) => work(CancellationToken.None)();
    }
}
