using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>Mail and file transfer programs of others. Where CI runs they have to be there; elsewhere tests that need them are skipped.</summary>
static class OtherProgram
{
    /// <summary>Far more than any of these runs needs: only a dialogue that hangs meets it.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Whether tests with this program are to run: it is there, or it ought to be.</summary>
    public static bool IsExpected(string name) => Environment.GetEnvironmentVariable("CI") is not null || Find(name) is not null;

    public static async Task<Finished> Run(string name, params string[] words)
    {
        using Process process = Start(name, words);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        try
        {
            await Task.WhenAll(output, errors, process.WaitForExitAsync()).WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new Finished(process.ExitCode, await output, await errors);
    }

    public static Process Start(string name, params string[] words) => Process.Start(new ProcessStartInfo(Find(name) ?? name, words)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>A port that nobody listens at just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a program that was started listens.</summary>
    public static async Task Listening(int port, Process program)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_patience; await Task.Delay(20))
        {
            if (program.HasExited) break;
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
        Assert.Fail($"{program.StartInfo.FileName} does not listen");
    }

    // Servers are in /usr/sbin, which is not on every user's path.
    static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
