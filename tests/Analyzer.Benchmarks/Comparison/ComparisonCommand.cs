using System.Globalization;
using System.Runtime.InteropServices;
using Analyzer.Benchmarks.Traffic;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>The words behind <c>make</c>, <c>lean</c> and <c>compare</c>.</summary>
static class ComparisonCommand
{
    /// <summary>Makes a capture: PROFILE MEGABYTES FILE [SEED].</summary>
    public static int Make(string[] words)
    {
        if (words is not [string profile, string size, string path, ..] || !CaptureMaker.Profiles.Contains(profile) || !long.TryParse(size, CultureInfo.InvariantCulture, out long megabytes))
        {
            Console.Error.WriteLine($"make PROFILE MEGABYTES FILE [SEED]; the profiles are {string.Join(", ", CaptureMaker.Profiles)}");
            return 1;
        }
        CaptureMaker.Make(profile, megabytes * 1_000_000, words.Length > 3 ? int.Parse(words[3], CultureInfo.InvariantCulture) : 1, path);
        return 0;
    }

    /// <summary>Compares: ANALYZER SCRATCH ROUNDS REPORT CAPTURE...; what the report says above its tables stays.</summary>
    public static int Compare(string[] words)
    {
        if (words is not [string analyzer, string scratch, string rounds, string report, .. string[] captures])
        {
            Console.Error.WriteLine("compare ANALYZER SCRATCH ROUNDS REPORT CAPTURE...");
            return 1;
        }
        const string Mark = "<!-- measured -->";
        string[] kept = File.Exists(report) ? [.. File.ReadLines(report).TakeWhile(line => line != Mark)] : [];
        using StreamWriter writer = new(report) { NewLine = "\n" };
        foreach (string line in kept) writer.WriteLine(line);
        writer.WriteLine($"{Mark}\n");
        writer.WriteLine($"Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.FrameworkDescription}.\n");
        var comparer = new Comparer(analyzer, scratch, int.Parse(rounds, CultureInfo.InvariantCulture), writer);
        comparer.Start();
        foreach (string capture in captures) comparer.Compare(System.IO.Path.GetFileNameWithoutExtension(capture), capture);
        return 0;
    }

    static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : RuntimeInformation.OSArchitecture.ToString();
}
