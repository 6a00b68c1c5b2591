using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Analyzer.Benchmarks.Live;

/// <summary>A program that listens on an interface, and what it cost.</summary>
sealed partial class Sniffer
{
    readonly Process _process;
    readonly Task<string> _output, _errors;

    Sniffer(string name, string program, params IEnumerable<string> words)
    {
        Name = name;
        _process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public string Name { get; }

    /// <summary>The built command, as users run it.</summary>
    public static Sniffer Analyzer(params IEnumerable<string> words) =>
        new("analyzer live", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "analyzer.dll"), "live", .. words]);

    /// <summary>The yardstick.</summary>
    public static Sniffer Tcpdump(string device, string file) => new("tcpdump -w", "tcpdump", "-i", device, "-n", "-w", file);

    /// <summary>Resident memory in KiB; 0: it has ended.</summary>
    public long Resident => _process.HasExited ? 0 : Status("VmRSS");

    /// <summary>The same without what the kernel shares with us, such as its packet buffer.</summary>
    public long Own => _process.HasExited ? 0 : Status("RssAnon");

    long Status(string field)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(one => one.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Presses Ctrl-C and takes what it says at the end.</summary>
    public SnifferResult Finish()
    {
        double cpu = _process.TotalProcessorTime.TotalSeconds;
        // Ctrl-C is ignored by what is started in the background of a script.
        Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]).WaitForExit();
        _process.WaitForExit();
        string said = _errors.Result;
        return new SnifferResult(Name, Captured(said), Dropped(said), cpu, _output.Result.AsSpan().Count('\n'), said);
    }

    static long Captured(string said) => Count(CapturedPattern().Match(said));

    static long Dropped(string said) => Count(DroppedPattern().Match(said));

    static long Count(Match match) => match.Success ? long.Parse((match.Groups[1].Value + match.Groups[2].Value).Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : -1;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"(\d+) packets captured|captured ([\d ]+) packets")]
    private static partial Regex CapturedPattern();

    [GeneratedRegex(@"(\d+) packets dropped by kernel|dropped (\d+) by the kernel")]
    private static partial Regex DroppedPattern();
}

/// <summary>What a sniffer said at its end.</summary>
/// <param name="Name">Which.</param>
/// <param name="Captured">Packets.</param>
/// <param name="Dropped">Packets, by the kernel.</param>
/// <param name="CpuSeconds">User and system.</param>
/// <param name="Lines">Of standard output.</param>
/// <param name="Said">Standard error.</param>
sealed record SnifferResult(string Name, long Captured, long Dropped, double CpuSeconds, int Lines, string Said);
