using Analyzer.Capture.Sources;
using Analyzer.Dissection;

namespace Analyzer.Terminal.Commands;

/// <summary>The captures of a run, opened: all that commands know of how that is done.</summary>
sealed class CaptureInputs : IDisposable
{
    readonly List<IPacketSource> _sources = [];

    CaptureInputs(SpoolUse spool) => Store = new CaptureStore(spool);

    /// <summary>In the order in which the user named them.</summary>
    public IReadOnlyList<IPacketSource> Sources => _sources;

    /// <summary>Where their bytes can be read again.</summary>
    public CaptureStore Store { get; }

    /// <summary>
    /// What was asked for, as far as these captures allow: what comes by pipe may come slowly, and is told at once, without other threads.
    /// </summary>
    public AnalysisOptions Fit(AnalysisOptions options) => _sources.Exists(source => source.Length < 0) ? options with { Threads = 1 } : options;

    /// <summary>Opens all before any is read. Null: one cannot be opened, for this reason.</summary>
    /// <param name="names">Paths, or <c>-</c> for standard input.</param>
    /// <param name="spool">Whether bytes of pipes and compressed captures are kept.</param>
    /// <param name="token">Ends the reading of standard input.</param>
    /// <param name="problem">Names the capture and says what is wrong with it.</param>
    public static CaptureInputs? Open(IReadOnlyList<string> names, SpoolUse spool, CancellationToken token, out string problem)
    {
        var inputs = new CaptureInputs(spool);
        problem = inputs.OpenAll(names, token) is { } failure ? $"{Name(failure.File)}: {failure.Text}" : "";
        if (problem.Length == 0) return inputs;
        inputs.Dispose();
        return null;
    }

    /// <summary>Opens a capture that a stream holds, which is closed with this. Null: it is none, for this reason.</summary>
    public static CaptureInputs? Open(Stream stream, string name, SpoolUse spool, out string problem)
    {
        var inputs = new CaptureInputs(spool);
        problem = "";
        if (CaptureFile.TryOpen(stream, name, 0, out IPacketSource? source, out CaptureOpenFailure? failure))
        {
            inputs._sources.Add(source);
            return inputs;
        }
        problem = $"{name}: {failure.Text}";
        inputs.Dispose();
        return null;
    }

    static string Name(string file) => file == CaptureFile.StandardInput ? "standard input" : file;

    CaptureOpenFailure? OpenAll(IReadOnlyList<string> names, CancellationToken token)
    {
        if (names.Count(name => name == CaptureFile.StandardInput) > 1) return new(CaptureFile.StandardInput, "It can be read only once.");
        if (names.Count > CaptureSequence.MaxCaptures) return new(names[^1], $"At most {CaptureSequence.MaxCaptures} captures are read at once.");
        foreach (string name in names)
        {
            if (!TryOpen(name, token, out CaptureOpenFailure? failure)) return failure;
        }
        return null;
    }

    bool TryOpen(string name, CancellationToken token, out CaptureOpenFailure? failure)
    {
        IPacketSource? source;
        if (name != CaptureFile.StandardInput)
        {
            if (!CaptureFile.TryOpen(name, _sources.Count, Store, out source, out failure)) return false;
        }
        else if (!Console.IsInputRedirected)
        {
            failure = new(name, "It is a terminal, not a capture.");
            return false;
        }
        else
        {
            Stream pipe = new InterruptibleStream(Console.OpenStandardInput(), token);
            if (!CaptureFile.TryOpen(pipe, name, _sources.Count, out source, out failure)) return false;
        }
        _sources.Add(source);
        return true;
    }

    public void Dispose()
    {
        foreach (IPacketSource source in _sources) source.Dispose();
        Store.Dispose();
    }
}
