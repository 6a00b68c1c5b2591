using System.Diagnostics;
using System.Globalization;
using Analyzer.EndToEnd.Tests.Live;

namespace Analyzer.Benchmarks.Live;

/// <summary>
/// Live capture against <c>tcpdump -w</c>, and its memory over a long time; docs/live.md has the figures. As root:
/// <c>dotnet run -c Release --project tests/Analyzer.Benchmarks -- live flood|pace|delay|ring ...</c>
/// </summary>
static class LiveBenchmarks
{
    const int MailSize = 20_000;

    public static int Run(string[] words)
    {
        switch (words)
        {
            case ["flood", .. var rest]:
                Race(Seconds(rest, 10), perSecond: 0);
                return 0;
            case ["pace", var rate, .. var rest]:
                Race(Seconds(rest, 10), int.Parse(rate, CultureInfo.InvariantCulture));
                return 0;
            case ["delay", .. var rest]:
                DelayBenchmark.Run(Seconds(rest, 20));
                return 0;
            case ["ring", var file, .. var rest]:
                return MemoryBenchmark.Run(file, Seconds(rest, 3600));
            default:
                Console.Error.WriteLine("live flood [SECONDS] | live pace PACKETS-A-SECOND [SECONDS] | live delay [SECONDS] | live ring CSV [SECONDS]");
                return 1;
        }
    }

    static int Seconds(string[] words, int usual) => words.Length > 0 ? int.Parse(words[0], CultureInfo.InvariantCulture) : usual;

    /// <summary>Both listen to the same frames at the same time.</summary>
    static void Race(int seconds, int perSecond)
    {
        using var pair = new VethPair();
        string folder = Directory.CreateTempSubdirectory("analyzer-bench-").FullName;
        Sniffer[] sniffers = [Sniffer.Tcpdump(VethPair.Out, Path.Combine(folder, "tcpdump.pcap")), Sniffer.Analyzer("-i", VethPair.Out, "--json")];
        Thread.Sleep(2000);
        var traffic = new MailTraffic(MailSize);
        byte[][] frames = [.. Enumerable.Range(0, 2000).SelectMany(_ => traffic.NextSession())];
        (long sent, double took) = Send(frames, seconds, perSecond);
        Thread.Sleep(2000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sent {sent} packets in {took:0.0} s: {sent / took / 1000:0} k packets/s, mean {frames.Average(frame => frame.Length):0} bytes"));
        foreach (SnifferResult result in sniffers.Select(sniffer => sniffer.Finish()))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name,-14} captured {result.Captured,10}  dropped {result.Dropped,8}  {result.CpuSeconds:0.00} s CPU  {result.Lines} lines"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Sends whole rounds of the frames.</summary>
    static (long Sent, double Seconds) Send(byte[][] frames, int seconds, int perSecond)
    {
        using var link = new RawLink(VethPair.In);
        var clock = Stopwatch.StartNew();
        long sent = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            foreach (byte[] frame in frames)
            {
                link.Send(frame);
                MailTraffic.MoveOn(frame);
                if (perSecond == 0 || ++sent % 64 != 0) continue;
                double ahead = (double)sent / perSecond - clock.Elapsed.TotalSeconds;
                if (ahead > 0.001) Thread.Sleep((int)(ahead * 1000));
            }
            if (perSecond == 0) sent += frames.Length;
        }
        return (sent, clock.Elapsed.TotalSeconds);
    }
}
