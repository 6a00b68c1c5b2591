namespace Analyzer.Terminal.Output;

/// <summary>
/// A line on the terminal that says how the work goes, from its second second on; erased at the end. Looks at the work from a thread
/// of its own and costs it nothing.
/// </summary>
sealed class StatusLine : IDisposable
{
    // Quick enough to look alive, slow enough to be read.
    static readonly TimeSpan s_first = TimeSpan.FromSeconds(1), s_interval = TimeSpan.FromMilliseconds(250);

    readonly TextWriter _error;
    readonly int _width;
    readonly Func<string> _line;
    readonly Timer _timer;
    readonly Lock _lock = new();
    int _shown;
    bool _isOver;

    /// <param name="error">A terminal.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="line">What to say.</param>
    public StatusLine(TextWriter error, int width, Func<string> line)
    {
        (_error, _width, _line) = (error, width, line);
        _timer = new Timer(_ => Show(), null, s_first, s_interval);
    }

    void Show()
    {
        lock (_lock)
        {
            if (_isOver) return;
            string line = _line();
            // One column stays free: a full line wraps in some terminals.
            if (line.Length >= _width) line = line[..(_width - 1)];
            _error.Write("\r" + line.PadRight(_shown));
            _shown = line.Length;
        }
    }

    /// <summary>Removes the line, which comes again with the next tick.</summary>
    public void Erase()
    {
        lock (_lock)
        {
            if (_shown > 0) _error.Write("\r" + new string(' ', _shown) + "\r");
            _shown = 0;
        }
    }

    /// <summary>Removes the line for good.</summary>
    public void Dispose()
    {
        lock (_lock) _isOver = true;
        _timer.Dispose();
        Erase();
    }
}
