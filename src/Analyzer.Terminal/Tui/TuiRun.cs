using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Tty;

namespace Analyzer.Terminal.Tui;

/// <summary>What the user chose for the screens on the command line.</summary>
/// <param name="IsAscii">Only ASCII is drawn.</param>
/// <param name="HasMouse">The mouse's buttons and wheel are used.</param>
/// <param name="Settings">How things are shown at first.</param>
/// <param name="IsLight">The background is light; null: what the terminal says.</param>
sealed record TuiOptions(bool IsAscii, bool HasMouse, ViewSettings Settings, bool? IsLight = null);

/// <summary>Runs the screens on this process's terminal until the user leaves.</summary>
sealed class TuiRun : IDisposable
{
    // So long a lone ESC may turn out to be the beginning of a sequence.
    static readonly TimeSpan s_escapeDelay = TimeSpan.FromMilliseconds(25);

    // Progress is looked at so often; the eye sees no more.
    static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    // The rate of a live capture is told so often, whether anything else happens or not.
    static readonly TimeSpan s_rate = TimeSpan.FromSeconds(1);

    readonly UnixTerminal _terminal;
    readonly EventQueue _queue = new();
    readonly WorkerThread _worker, _background;
    readonly RecentFiles _recent = RecentFiles.OfUser(Environment.GetEnvironmentVariable);
    readonly TuiApp _app;
    Load? _load;

    TuiRun(UnixTerminal terminal, Capabilities capabilities, TuiOptions options)
    {
        _terminal = terminal;
        _worker = new WorkerThread("worker", _queue.Post);
        _background = new WorkerThread("export", _queue.Post);
        Symbols symbols = options.IsAscii || capabilities.IsAscii ? Symbols.Ascii : Symbols.Unicode;
        _app = new TuiApp(terminal, new Theme(capabilities.Colours) { IsLight = options.IsLight ?? capabilities.IsLight }, symbols, _worker, _background, options.Settings);
        terminal.HasMouse = options.HasMouse;
    }

    /// <summary>What the lists let through at first.</summary>
    public Filter? Filter
    {
        get => _app.InitialFilter;
        set => _app.InitialFilter = value;
    }

    /// <summary>Whether the terminal of this process can show screens.</summary>
    public static bool IsPossible => Capabilities.Of(Environment.GetEnvironmentVariable).CanDraw;

    /// <summary>Takes the terminal. Null: there is none to draw on.</summary>
    public static TuiRun? TryBegin(TuiOptions options)
    {
        Capabilities capabilities = Capabilities.Of(Environment.GetEnvironmentVariable);
        UnixTerminal? terminal = capabilities.CanDraw ? UnixTerminal.TryTake() : null;
        return terminal is null ? null : new TuiRun(terminal, capabilities, options);
    }

    /// <summary>Shows a capture, or without one the start screen; returns when the user leaves.</summary>
    /// <param name="load">Opened, not yet begun. It is closed here.</param>
    /// <param name="open">Opens what the start screen offers.</param>
    public void Run(Load? load, Func<StartEntry, (Load? Load, string Problem)> open)
    {
        if (load is not null) Show(load);
        else _app.ShowStart(new StartModel(RecentFiles.OfUser(Environment.GetEnvironmentVariable), Environment.CurrentDirectory), entry => TryShow(open(entry)));
        _terminal.Changed = () => _queue.Post(_app.Repaint);
        _terminal.Enter();
        new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        while (!_app.IsOver)
        {
            _app.Draw();
            TimeSpan patience = _app.AwaitsInput ? s_escapeDelay : _app.IsBusy ? s_frame : _load?.State == LoadState.Live ? s_rate : Timeout.InfiniteTimeSpan;
            if (!_queue.Run(patience)) _app.InputTimeOut();
        }
    }

    /// <summary>Ends the program, from any thread.</summary>
    public void Quit() => _queue.Post(_app.Quit);

    void ReadKeys()
    {
        _terminal.ReadAll(bytes => _queue.Post(() => _app.Feed(bytes)));
        // The terminal is gone.
        _queue.Post(_app.Quit);
    }

    string? TryShow((Load? Load, string Problem) opened)
    {
        if (opened.Load is not { } load) return opened.Problem;
        Show(load);
        return null;
    }

    void Show(Load load)
    {
        _load?.Dispose();
        _load = load;
        _recent.Add(load.Names);
        _app.Show(load);
        load.Start(() => _queue.Post(() => { }));
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _worker.Dispose();
        _background.Dispose();
        _load?.Dispose();
    }
}
