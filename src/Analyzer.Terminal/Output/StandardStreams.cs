using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Terminal.Output;

/// <summary>Where a command prints, and what that can show. Tests put their own in its place.</summary>
sealed class StandardStreams
{
    const int DefaultWidth = 80;
    const int NarrowestWidth = 40, WidestWidth = 1000;

    /// <summary>For records, and for nothing else.</summary>
    public required GuardedOutput Output { get; init; }

    /// <summary>For progress and what went wrong.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Somebody looks at the output at once.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Somebody looks at the errors at once.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Columns of a line.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Whether the output may be coloured.</summary>
    public bool UsesColour { get; init; }

    /// <summary>Those of this process.</summary>
    public static StandardStreams OfProcess()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        return new StandardStreams
        {
            Output = new GuardedOutput(isTerminal ? Console.OpenStandardOutput() : OpenPipe() ?? Console.OpenStandardOutput()),
            Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
            IsOutputTerminal = isTerminal,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Width = WidthOf(isTerminal, Environment.GetEnvironmentVariable("COLUMNS")),
            UsesColour = isTerminal && MayUseColour(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM")),
        };
    }

    /// <summary>The same with another output, for a part of it.</summary>
    public StandardStreams With(GuardedOutput output) => new()
    {
        Output = output,
        Error = Error,
        IsOutputTerminal = IsOutputTerminal,
        IsErrorTerminal = IsErrorTerminal,
        Width = Width,
        UsesColour = UsesColour,
    };

    // The console's own stream does not tell when the reader of a pipe has gone; this one does. It would write to a file at places of
    // its own choice, over what others who share the file have written: for files the console's stream is right.
    static FileStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows()) return null;
        try
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek) return stream;
            stream.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Standard output is closed, or not for writing: the console's stream takes that in its stride.
        }
        return null;
    }

    static int WidthOf(bool isTerminal, string? columns)
    {
        int width = isTerminal ? Console.WindowWidth : 0;
        if (width <= 0 && !int.TryParse(columns, out width)) width = DefaultWidth;
        return Math.Clamp(width, NarrowestWidth, WidestWidth);
    }

    /// <summary>https://no-color.org, and terminals that know no colour.</summary>
    internal static bool MayUseColour(string? noColour, string? terminal) => string.IsNullOrEmpty(noColour) && terminal is not ("dumb" or "" or null);
}
