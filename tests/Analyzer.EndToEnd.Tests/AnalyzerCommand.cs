using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests;

/// <summary>The built command, run as a user would: in a process of its own.</summary>
sealed class AnalyzerCommand : IDisposable
{
    /// <summary>Far more than any of these runs needs: only a command that hangs meets it.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    bool _hasReader = true;

    AnalyzerCommand(IEnumerable<string> launcher, IEnumerable<string> words)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] line = [.. launcher, host, Path.Combine(AppContext.BaseDirectory, "analyzer.dll"), .. words];
        _process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Where the command reads <c>-</c> from.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    public static AnalyzerCommand Start(params string[] words) => new([], words);

    /// <summary>Starts it with the default action for Ctrl-C, whatever the tests' own parent chose to ignore.</summary>
    public static AnalyzerCommand StartInterruptible(params string[] words) => new(["env", "--default-signal=INT"], words);

    /// <summary>Starts it behind another command, such as one that enters a network namespace.</summary>
    public static AnalyzerCommand StartBehind(IEnumerable<string> launcher, params string[] words) => new(launcher, words);

    public static Task<Finished> Run(params string[] words) => RunWith([], words);

    /// <summary>Runs it with <paramref name="input"/> on its standard input.</summary>
    public static async Task<Finished> RunWith(byte[] input, params string[] words)
    {
        using AnalyzerCommand command = Start(words);
        Task<Finished> ending = command.Finish();
        try
        {
            await command.Input.WriteAsync(input);
            command.Input.Close();
        }
        catch (IOException)
        {
            // It may end without reading all of it; what it says then is in the result.
        }
        return await ending;
    }

    /// <summary>Takes the next line that it prints.</summary>
    public Task<string?> ReadLine() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Takes the next line of what it says on standard error.</summary>
    public Task<string?> ReadErrorLine() => _process.StandardError.ReadLineAsync();

    public int Id => _process.Id;

    /// <summary>Takes nothing more of what it prints, as <c>head</c> does.</summary>
    public void StopReading()
    {
        _process.StandardOutput.Close();
        _hasReader = false;
    }

    /// <summary>Waits for its end and takes the rest of what it printed.</summary>
    public async Task<Finished> Finish()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        Task<string> output = _hasReader ? _process.StandardOutput.ReadToEndAsync() : Task.FromResult("");
        await Task.WhenAll(errors, output, _process.WaitForExitAsync()).WaitAsync(s_patience);
        return new Finished(_process.ExitCode, await output, await errors);
    }

    /// <summary>What a terminal does when the user presses Ctrl-C.</summary>
    public async Task Interrupt()
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it without a chance to do anything more (SIGKILL), and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
