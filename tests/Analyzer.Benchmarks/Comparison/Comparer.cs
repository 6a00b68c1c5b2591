using System.Diagnostics;
using System.Globalization;
using Analyzer.Benchmarks.Traffic;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>Runs the tools on captures, round by round in pairs with the yardstick, and writes a table for each capture.</summary>
sealed class Comparer(string analyzer, string scratch, int rounds, TextWriter report)
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>One capture.</summary>
    public void Compare(string title, string capture)
    {
        IReadOnlyList<Tool> tools = Tool.All(analyzer, scratch);
        _ = Measured.Run($"cat {capture}", s_patience); // Into the page cache.
        var runs = tools.ToDictionary(tool => tool, _ => new List<(Measured Run, Measured Yardstick)>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (Tool tool in tools.Where(tool => round < tool.Rounds))
            {
                // In pairs, so that a slow minute of the machine falls on both.
                Measured yardstick = Run(tools[0], capture);
                runs[tool].Add((tool == tools[0] ? yardstick : Run(tool, capture), yardstick));
            }
        }
        long size = new FileInfo(capture).Length;
        Say($"### {title}: {size / 1e6:0} MB\n");
        Say("| tool | CPU s | × lean | wall s | MB/s of CPU | peak MiB | runs |\n|---|--:|--:|--:|--:|--:|--:|");
        foreach ((Tool tool, List<(Measured Run, Measured Yardstick)> pairs) in runs.Where(entry => entry.Value.Count > 0)) Say(Row(tool, pairs, size));
        Say("");
        TellCorrectness(capture);
        Console.Error.WriteLine($"{title} done");
    }

    static Measured Run(Tool tool, string capture) => Measured.Run(tool.Command.Replace("{capture}", capture, StringComparison.Ordinal), s_patience);

    static string Row(Tool tool, List<(Measured Run, Measured Yardstick)> pairs, long size)
    {
        double cpu = Median(pairs.Select(pair => pair.Run.Cpu));
        double ratio = Median(pairs.Select(pair => pair.Run.Cpu / pair.Yardstick.Cpu));
        string note = pairs.TrueForAll(pair => pair.Run.IsOk) ? "" : " (failed)";
        return string.Create(CultureInfo.InvariantCulture, $"| {tool.Name}{note} | {cpu:0.000} | {ratio:0.00} | {Median(pairs.Select(pair => pair.Run.Wall)):0.000} | {size / 1e6 / cpu:0} | {pairs.Max(pair => pair.Run.Peak) >> 20} | {pairs.Count} |");
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    void TellCorrectness(string capture)
    {
        if (!File.Exists(capture + ".truth")) return;
        using Process process = Process.Start(new ProcessStartInfo(analyzer, ["read", "--json", "--quiet", capture]) { RedirectStandardOutput = true })!;
        IEnumerable<string> Lines()
        {
            while (process.StandardOutput.ReadLine() is { } line) yield return line;
        }
        var found = Correctness.Of(Lines(), Truth.Load(capture + ".truth"));
        process.WaitForExit();
        Say($"Byte for byte, by SHA-256: {string.Join(", ", found.Select(kind => $"{kind.Value.Found} of {kind.Value.All} {kind.Key}"))}.\n");
    }

    /// <summary>How long it takes to say the version: start-up.</summary>
    public void Start()
    {
        List<Measured> runs = [.. Enumerable.Range(0, 2 * rounds + 1).Select(_ => Measured.Run($"{analyzer} --version", s_patience))];
        Say(string.Create(CultureInfo.InvariantCulture, $"`analyzer --version`: {Median(runs.Select(run => run.Cpu)):0.000} s of CPU time, {Median(runs.Select(run => run.Wall)):0.000} s (median of {runs.Count}).\n"));
    }

    void Say(string line)
    {
        report.WriteLine(line);
        report.Flush();
    }
}
