using System.Diagnostics;
using System.Globalization;
using Analyzer.EndToEnd.Tests.Live;

namespace Analyzer.Benchmarks.Live;

/// <summary>Ever new sessions at a modest rate, a ring, an export, and the memory of the process all the while.</summary>
static class MemoryBenchmark
{
    const int MailSize = 20_000, SessionsPerSecond = 40;

    // An hour fills ten times 10 MB many times over; so does a minute ten times 1 MB.
    const int ShortRun = 600;

    // What the runtime's collector may take more or less, in KiB.
    const double Slack = 16 * 1024;

    /// <summary>Writes the curve; 0: it is flat.</summary>
    public static int Run(string file, int seconds)
    {
        using var pair = new VethPair();
        string folder = Directory.CreateTempSubdirectory("analyzer-bench-").FullName;
        string ring = seconds < ShortRun ? "10x1M" : "10x10M";
        Sniffer analyzer = Sniffer.Analyzer("-i", VethPair.Out, "--json", "--write", Path.Combine(folder, "ring.pcapng"), "--ring", ring, "--export", Path.Combine(folder, "export"));
        Thread.Sleep(2000);
        List<long> own = Watch(analyzer, folder, file, seconds);
        Thread.Sleep(1000);
        Console.WriteLine(analyzer.Finish().Said);
        Directory.Delete(folder, recursive: true);
        double second = own[(own.Count / 4)..(own.Count / 2)].Average(), last = own[^(own.Count / 4)..].Average();
        bool isFlat = last <= second * 1.1 + Slack;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"own memory: {second / 1024:0.0} MiB in the second quarter, {last / 1024:0.0} MiB in the last: {(isFlat ? "flat" : "growing")}"));
        return isFlat ? 0 : 1;
    }

    static List<long> Watch(Sniffer analyzer, string folder, string file, int seconds)
    {
        var own = new List<long>();
        using var link = new RawLink(VethPair.In);
        using var csv = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        csv.WriteLine("seconds,sessions,rss_kib,own_kib,ring_bytes");
        var traffic = new MailTraffic(MailSize);
        var clock = Stopwatch.StartNew();
        double nextSample = 0;
        for (int sessions = 0; clock.Elapsed.TotalSeconds < seconds; sessions++)
        {
            foreach (byte[] frame in traffic.NextSession()) link.Send(frame);
            double ahead = (double)sessions / SessionsPerSecond - clock.Elapsed.TotalSeconds;
            if (ahead > 0) Thread.Sleep((int)(ahead * 1000));
            if (clock.Elapsed.TotalSeconds < nextSample) continue;
            nextSample += Math.Max(1, seconds / 360.0);
            own.Add(analyzer.Own);
            long ring = new DirectoryInfo(folder).EnumerateFiles("ring*").Sum(one => one.Length);
            csv.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0},{sessions},{analyzer.Resident},{own[^1]},{ring}"));
            // What was exported is not what is measured.
            foreach (string exported in Exported(folder)) File.Delete(exported);
        }
        return own;
    }

    static string[] Exported(string folder)
    {
        string messages = Path.Combine(folder, "export", "messages");
        return Directory.Exists(messages) ? Directory.GetFiles(messages, "0*.eml") : [];
    }
}
