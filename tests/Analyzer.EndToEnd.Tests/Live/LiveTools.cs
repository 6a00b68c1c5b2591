using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>What the tests of live capture need of the machine, and other programs that they run.</summary>
static class LiveTools
{
    public const string SkipReason = "needs Linux, root, libpcap, iproute2 and curl";

    /// <summary>In continuous integration nothing is skipped: what is missing there fails.</summary>
    public static bool AreThere => Environment.GetEnvironmentVariable("CI") is not null
        || OperatingSystem.IsLinux() && Environment.UserName == "root" && IsCommand("ip") && IsCommand("curl") && HasLibrary();

    static bool IsCommand(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    static bool HasLibrary() => Directory.EnumerateFiles("/usr/lib", "libpcap.so.*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Any();

    /// <summary>Runs a command to its end, which must be a good one.</summary>
    public static async Task<string> Run(params IEnumerable<string> line)
    {
        string[] words = [.. line];
        using Process process = Process.Start(new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {await errors}");
        return await output;
    }
}
