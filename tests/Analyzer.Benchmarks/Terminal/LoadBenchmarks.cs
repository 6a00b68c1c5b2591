using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Terminal;

/// <summary>How much longer a capture takes when its screens are open. ANALYZER_BENCHMARK_CAPTURE names it.</summary>
public class LoadBenchmarks
{
    readonly RunRequest _request = new()
    {
        Captures = [Environment.GetEnvironmentVariable("ANALYZER_BENCHMARK_CAPTURE") ?? "tests/captures/smtp-lecture.pcap"],
        Options = new AnalysisOptions { KeepContent = true },
    };

    [Benchmark(Baseline = true)]
    public void Alone()
    {
        using CaptureInputs inputs = CaptureInputs.Open(_request.Captures, SpoolUse.Keep, CancellationToken.None, out _)!;
        var analysis = new Analysis(_request.Options, new CaptureIndex(), inputs.Store);
        foreach (IPacketSource source in inputs.Sources) analysis.Read(source, CancellationToken.None);
        analysis.Complete();
    }

    [Benchmark]
    public void WithScreens()
    {
        var queue = new EventQueue();
        using var worker = new WorkerThread("worker", queue.Post);
        using CaptureLoad load = CaptureLoad.Open(_request, out _)!;
        var app = new TuiApp(new Nowhere(), new Theme(ColourDepth.Sixteen), Symbols.Unicode, worker, worker, new ViewSettings());
        app.Show(load);
        load.Start(() => queue.Post(() => { }));
        while (app.IsBusy)
        {
            app.Draw();
            queue.Run(TimeSpan.FromMilliseconds(100));
        }
    }
}
