using System.Diagnostics;
using System.Globalization;

namespace Analyzer.Terminal.Output;

/// <summary>A line on the terminal that says how far the work is.</summary>
sealed class Progress : IDisposable
{
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly StatusLine _line;

    /// <param name="error">A terminal.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="position">Bytes done, and in all (negative: unknown).</param>
    public Progress(TextWriter error, int width, Func<(long Done, long Total)> position) =>
        _line = new StatusLine(error, width, () =>
        {
            (long done, long total) = position();
            return Line(done, total, _clock.Elapsed);
        });

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

    /// <inheritdoc cref="StatusLine.Erase"/>
    public void Erase() => _line.Erase();

    /// <inheritdoc cref="StatusLine.Dispose"/>
    public void Dispose() => _line.Dispose();
}
