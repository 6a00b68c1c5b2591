using System.Runtime.InteropServices;
using Analyzer.Terminal.Tui.Drawing;

namespace Analyzer.Terminal.Tui.Tty;

/// <summary>
/// The controlling terminal of this process on Linux and macOS: raw while the screens are on it, and as it was before however the
/// process ends, as far as a process can see to that.
/// </summary>
sealed class UnixTerminal : ITerminal, IDisposable
{
    const int DefaultColumns = 80, DefaultRows = 24;

    // The most cells of a side: more is a mistake of the terminal, and would cost memory.
    const int MaxSide = 1000;

    const int Output = 1;

    readonly Lock _lock = new();
    readonly int _input;
    readonly byte[] _before = new byte[Libc.TermiosBytes];
    readonly byte[] _raw = new byte[Libc.TermiosBytes];
    readonly List<PosixSignalRegistration> _signals = [];
    bool _isEntered, _isOver, _hasMouse;

    UnixTerminal(int input)
    {
        _input = input;
        _ = Libc.GetAttributes(input, _before);
        _before.CopyTo(_raw, 0);
        Libc.MakeRaw(_raw);
    }

    /// <summary>Takes the terminal. Null: there is none, or it cannot be drawn on.</summary>
    public static UnixTerminal? TryTake()
    {
        if (OperatingSystem.IsWindows() || Libc.IsTerminal(Output) == 0) return null;
        // The capture may come on standard input: keys then come from the terminal itself.
        int input = Libc.IsTerminal(0) != 0 ? 0 : Libc.Open("/dev/tty\0"u8.ToArray(), 0);
        return input < 0 ? null : new UnixTerminal(input);
    }

    /// <summary>The window's size changed, or the terminal was taken again: all has to be drawn anew. Called on any thread.</summary>
    public Action Changed { get; set; } = () => { };

    public Size Size
    {
        get
        {
            if (!Libc.TryGetSize(Output, out int columns, out int rows)) return new Size(DefaultColumns, DefaultRows);
            return new Size(Math.Clamp(columns, 1, MaxSide), Math.Clamp(rows, 1, MaxSide));
        }
    }

    /// <inheritdoc/>
    public bool HasMouse
    {
        get => _hasMouse;
        set
        {
            _hasMouse = value;
            Write(value ? TerminalSequences.MouseOn : TerminalSequences.MouseOff);
        }
    }

    /// <summary>Begins: the screen is ours until <see cref="Dispose"/>.</summary>
    public void Enter()
    {
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (!OperatingSystem.IsWindows())
        {
            On(PosixSignal.SIGWINCH, _ => Changed());
            On(PosixSignal.SIGCONT, OnContinued);
            On(PosixSignal.SIGTSTP, OnStopped);
        }
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT]) On(signal, _ => Dispose());
        TakeBack();
    }

    void On(PosixSignal signal, Action<PosixSignalContext> handler) => _signals.Add(PosixSignalRegistration.Create(signal, handler));

    // Its default would put the terminal into the mode that the runtime saw at its start.
    void OnContinued(PosixSignalContext context)
    {
        context.Cancel = true;
        TakeBack();
        Changed();
    }

    // Registering it has taken its default away: the process is stopped by a signal that no process can refuse.
    void OnStopped(PosixSignalContext context)
    {
        context.Cancel = true;
        GiveBack();
        _ = Libc.Kill(Environment.ProcessId, Libc.StopSignal);
    }

    /// <inheritdoc/>
    public void Suspend() => _ = Libc.Kill(0, Libc.TerminalStopSignal);

    void TakeBack()
    {
        lock (_lock)
        {
            if (_isOver) return;
            _ = Libc.SetAttributes(_input, Libc.Flush, _raw);
            _isEntered = true;
            Send(TerminalSequences.Enter);
            if (_hasMouse) Send(TerminalSequences.MouseOn);
        }
    }

    void GiveBack()
    {
        lock (_lock)
        {
            if (!_isEntered) return;
            Send(TerminalSequences.Leave);
            // Late answers of the terminal and mouse reports do not land in the shell.
            _ = Libc.SetAttributes(_input, Libc.Flush, _before);
            _isEntered = false;
        }
    }

    /// <summary>Reads what is typed, until the terminal is gone. Blocks; for a thread of its own.</summary>
    public void ReadAll(Action<byte[]> tell)
    {
        var buffer = new byte[4096];
        while (true)
        {
            nint length = Libc.Read(_input, ref buffer[0], buffer.Length);
            if (length > 0) tell(buffer[..(int)length]);
            else if (length == 0 || Marshal.GetLastPInvokeError() != Libc.Interrupted) return;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_isEntered) Send(bytes);
        }
    }

    static void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint sent = Libc.Write(Output, ref MemoryMarshal.GetReference(bytes), bytes.Length);
            if (sent > 0) bytes = bytes[(int)sent..];
            else if (Marshal.GetLastPInvokeError() == Libc.WouldBlock) Thread.Sleep(1);
            else if (Marshal.GetLastPInvokeError() != Libc.Interrupted) return;
        }
    }

    void OnUnhandledException(object sender, UnhandledExceptionEventArgs error) => Dispose();

    void OnExit(object? sender, EventArgs nothing) => Dispose();

    /// <summary>Gives the terminal back for good. May be called by any thread, any number of times.</summary>
    public void Dispose()
    {
        GiveBack();
        lock (_lock) _isOver = true;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
    }
}
