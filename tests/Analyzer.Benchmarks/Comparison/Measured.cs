using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>What one run of a command took.</summary>
/// <param name="Cpu">Seconds of processor time, user and system, of the process and its children.</param>
/// <param name="Wall">Seconds.</param>
/// <param name="Peak">Bytes of memory at the most; 0 when not known.</param>
/// <param name="IsOk">It ended with status 0.</param>
readonly record struct Measured(double Cpu, double Wall, long Peak, bool IsOk)
{
    const int OfChildren = -1;

    /// <summary>Runs a command line of the shell, its output thrown away, for as long as <paramref name="patience"/>.</summary>
    public static Measured Run(string command, TimeSpan patience)
    {
        double before = ChildrenCpu();
        var clock = Stopwatch.StartNew();
        // The shell gives its place to the command.
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {command} >/dev/null 2>&1 </dev/null"]))!;
        long peak = 0;
        while (!process.WaitForExit(2))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            if (clock.Elapsed < patience) continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new(double.NaN, clock.Elapsed.TotalSeconds, peak, false);
        }
        return new(ChildrenCpu() - before, clock.Elapsed.TotalSeconds, peak, process.ExitCode == 0);
    }

    static long PeakOf(int id)
    {
        try
        {
            foreach (string line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) return long.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (IOException)
        {
            // It has just ended.
        }
        return 0;
    }

    // The kernel's own accounting of children that have ended.
    static double ChildrenCpu()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(OfChildren, ref MemoryMarshal.GetReference(usage));
        return usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6;
    }

    // No generated code, which would need unsafe blocks.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int GetUsage(int who, ref long usage);
#pragma warning restore SYSLIB1054
}
