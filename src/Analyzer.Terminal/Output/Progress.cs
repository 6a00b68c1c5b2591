using System.Diagnostics;
using System.Globalization;

namespace Analyzer.Terminal.Output;

/// <summary>
/// A line on the terminal that says how far the work is, from its second second on; erased at the end. Looks at the work from a
/// thread of its own and costs it nothing.
/// </summary>
sealed class Progress : IDisposable
{
    // Quick enough to look alive, slow enough to be read.
    static readonly TimeSpan s_first = TimeSpan.FromSeconds(1), s_interval = TimeSpan.FromMilliseconds(250);

    readonly TextWriter _error;
    readonly int _width;
    readonly Func<(long Done, long Total)> _position;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly Timer _timer;
    readonly Lock _lock = new();
    int _shown;
    bool _isOver;

    /// <param name="error">A terminal.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="position">Bytes done, and in all (negative: unknown).</param>
    public Progress(TextWriter error, int width, Func<(long Done, long Total)> position)
    {
        (_error, _width, _position) = (error, width, position);
        _timer = new Timer(_ => Show(), null, s_first, s_interval);
    }

    void Show()
    {
        lock (_lock)
        {
            if (_isOver) return;
            (long done, long total) = _position();
            string line = Line(done, total, _clock.Elapsed);
            // One column stays free: a full line wraps in some terminals.
            if (line.Length >= _width) line = line[..(_width - 1)];
            _error.Write("\r" + line.PadRight(_shown));
            _shown = line.Length;
        }
    }

    /// <summary>What the line says: bytes, percent, rate, remaining time.</summary>
    internal static string Line(long done, long total, TimeSpan elapsed)
    {
        double rate = done / Math.Max(elapsed.TotalSeconds, 0.001);
        string line = $"{Quantity.Bytes(done)}, {Quantity.Bytes((long)rate)}/s";
        if (total <= 0) return line;
        double part = Math.Clamp((double)done / total, 0, 1);
        string percent = part.ToString("0 %", CultureInfo.InvariantCulture);
        if (rate < 1) return $"{percent} of {Quantity.Bytes(total)}";
        long left = (long)Math.Ceiling((total - done) / rate);
        string remaining = left < 60 ? $"{Math.Max(0, left)} s" : Quantity.Span(Math.Min(left, 1_000_000_000) * 1_000_000_000L);
        return $"{percent} of {Quantity.Bytes(total)}, {Quantity.Bytes((long)rate)}/s, {remaining} left";
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
