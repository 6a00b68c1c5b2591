using Analyzer.Capture.Sources;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>A folder as a collection of captures.</summary>
static class CaptureFolder
{
    /// <summary>The names with each folder replaced by the captures in it (not those in folders below it), by name.</summary>
    /// <param name="names">Files and folders, as the user named them.</param>
    /// <param name="notices">Is told of files that are no captures.</param>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> names, Notices notices) =>
        [.. names.SelectMany(name => Directory.Exists(name) ? CapturesIn(name, notices) : [name])];

    static List<string> CapturesIn(string folder, Notices notices)
    {
        List<string> captures = [], others = [];
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) (IsCapture(file) ? captures : others).Add(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            notices.Warning($"{folder}: {problem.Message}");
        }
        if (captures.Count == 0) notices.Warning($"{folder}: there is no capture in it");
        else if (others.Count > 0) notices.Warning($"{folder}: {Quantity.Count(others.Count, "file")} left out, which cannot be opened or are no captures, such as {Path.GetFileName(others[0])}");
        return captures;
    }

    // By its content: captures have many names.
    static bool IsCapture(string file)
    {
        using var store = new CaptureStore(SpoolUse.None);
        // A pipe would have to be read.
        if (File.GetAttributes(file).HasFlag(FileAttributes.Device)) return false;
        bool isOne = CaptureFile.TryOpen(file, 0, store, out IPacketSource? source, out _);
        source?.Dispose();
        return isOne;
    }
}
