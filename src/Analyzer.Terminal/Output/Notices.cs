namespace Analyzer.Terminal.Output;

/// <summary>Says on standard error what went wrong: one harmless line each.</summary>
sealed class Notices(TextWriter error, bool isQuiet = false)
{
    // A line that a person reads; more is a dump.
    const int MaxLine = 500;

    readonly Lock _lock = new();

    /// <summary>Called before a line is written: whoever has an unfinished line there removes it.</summary>
    public Action? BeforeLine { get; set; }

    /// <summary>What was asked for cannot be done.</summary>
    public void Error(string text) => Line($"analyzer: {text}");

    /// <summary>Something to know; not said when quiet.</summary>
    public void Warning(string text)
    {
        if (!isQuiet) Line($"analyzer: warning: {text}");
    }

    /// <summary>What was done; not said when quiet.</summary>
    public void Note(string text)
    {
        if (!isQuiet) Line($"analyzer: {text}");
    }

    void Line(string text)
    {
        lock (_lock)
        {
            BeforeLine?.Invoke();
            error.WriteLine(SafeText.From(text, MaxLine));
        }
    }
}
