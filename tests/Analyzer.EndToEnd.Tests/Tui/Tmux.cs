using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests.Tui;

/// <summary>A real terminal with a shell in it, which tests type into and look at.</summary>
sealed class Tmux : IDisposable
{
    /// <summary>Far more than any step needs: only what hangs meets it.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly string _socket = $"analyzer-{Guid.NewGuid():n}";

    public Tmux(string folder, int width = 80, int height = 24)
    {
        // In continuous integration nothing is skipped: what is missing there fails.
        Assert.SkipUnless(IsThere || Environment.GetEnvironmentVariable("CI") is not null, "tmux is not installed");
        Run("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "-s", "t", "-c", folder,
            $"env LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=screen-256color XDG_STATE_HOME='{folder}' PS1='shell> ' bash --norc --noprofile -i");
        Run("set-option", "-g", "status", "off");
        Run("set-option", "-g", "escape-time", "0");
        WaitFor("shell>");
    }

    static bool IsThere => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "tmux")));

    /// <summary>What is on the screen.</summary>
    public string Screen => Run("capture-pane", "-p", "-t", "t");

    /// <summary>Alternate screen, mouse, cursor, title: what a program must leave as it was.</summary>
    public string State => Run("display-message", "-p", "-t", "t", "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{pane_title}").Trim();

    /// <summary>Starts the command in the shell.</summary>
    public void Start(params string[] words) => StartBehind([], words);

    /// <summary>Starts it behind a launcher, such as one that enters a network namespace.</summary>
    public void StartBehind(IEnumerable<string> launcher, params string[] words)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string line = string.Join(' ', launcher.Concat([host, Path.Combine(AppContext.BaseDirectory, "analyzer.dll")]).Concat(words).Select(word => $"'{word}'"));
        Type(line);
        Press("Enter");
    }

    /// <summary>Presses keys by their names for tmux.</summary>
    public void Press(params string[] keys) => Run(["send-keys", "-t", "t", .. keys]);

    /// <summary>Types a text.</summary>
    public void Type(string text) => Run("send-keys", "-t", "t", "-l", text);

    public void Resize(int width, int height) => Run("resize-window", "-t", "t", "-x", $"{width}", "-y", $"{height}");

    /// <summary>Sends a signal to the program that runs in the shell.</summary>
    public void Signal(string name)
    {
        string shell = Run("display-message", "-p", "-t", "t", "#{pane_pid}").Trim();
        string program = File.ReadAllText($"/proc/{shell}/task/{shell}/children").Trim();
        Run("run-shell", $"kill -{name} {program}");
    }

    /// <summary>Waits until a text is on the screen; returns that.</summary>
    public string WaitFor(string text) => Wait(text, screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until a text is not on the screen any more.</summary>
    public string WaitWithout(string text) => Wait($"no '{text}'", screen => !screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the program has ended and the shell has its terminal again.</summary>
    public void WaitForShell() => Wait("the shell", _ => Run("display-message", "-p", "-t", "t", "#{pane_current_command}").Trim() == "bash");

    string Wait(string what, Predicate<string> isThere)
    {
        var watch = Stopwatch.StartNew();
        string screen = Screen;
        while (!isThere(screen))
        {
            if (watch.Elapsed > s_patience) Assert.Fail($"waited for {what}, and there is:\n{screen}");
            Thread.Sleep(50);
            screen = Screen;
        }
        return screen;
    }

    string Run(params string[] words)
    {
        using Process tmux = Process.Start(new ProcessStartInfo("tmux", ["-L", _socket, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = tmux.StandardError.ReadToEndAsync();
        string output = tmux.StandardOutput.ReadToEnd();
        tmux.WaitForExit();
        if (tmux.ExitCode != 0) throw new InvalidOperationException($"tmux {string.Join(' ', words)}: {error.GetAwaiter().GetResult()}");
        return output;
    }

    public void Dispose()
    {
        // Gone already when the test ended its shell.
        using Process tmux = Process.Start(new ProcessStartInfo("tmux", ["-L", _socket, "kill-server"]) { RedirectStandardError = true })!;
        tmux.WaitForExit();
    }
}
