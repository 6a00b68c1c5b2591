using System.Diagnostics;
using System.Globalization;
using Analyzer.EndToEnd.Tests.Live;

namespace Analyzer.Benchmarks.Live;

/// <summary>How long it takes from the packet that completes a session to the line that tells it, with the analyzer's output in a pipe.</summary>
static class DelayBenchmark
{
    const int MailSize = 20_000, Pause = 100;

    public static void Run(int seconds)
    {
        using var pair = new VethPair();
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var analyzer = new Process
        {
            StartInfo = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "analyzer.dll"), "live", "-i", VethPair.Out, "--json", "--quiet"])
            {
                RedirectStandardOutput = true,
            },
        };
        analyzer.Start();
        Thread.Sleep(2000);
        using var link = new RawLink(VethPair.In);
        var traffic = new MailTraffic(MailSize);
        var delays = new List<double>();
        for (int session = 0; session < seconds * 1000 / Pause; session++)
        {
            foreach (byte[] frame in traffic.NextSession()) link.Send(frame);
            long sent = Stopwatch.GetTimestamp();
            while (analyzer.StandardOutput.ReadLine() is { } line && !line.Contains("\"type\":\"session\"", StringComparison.Ordinal)) continue;
            delays.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            Thread.Sleep(Pause);
        }
        analyzer.Kill();
        double first = delays[0];
        delays.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{delays.Count} sessions: median {delays[delays.Count / 2]:0.0} ms, 99 % within {delays[delays.Count * 99 / 100]:0.0} ms, longest {delays[^1]:0.0} ms (the first, with the start of everything: {first:0.0} ms)"));
    }
}
