using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Something to begin with.</summary>
/// <param name="Kind">Recent, here, or a folder.</param>
/// <param name="Path">What is opened.</param>
/// <param name="IsFolder">It is gone into instead.</param>
sealed record StartEntry(string Kind, string Path, bool IsFolder);

/// <summary>What can be opened: captures that were opened before, and those in a folder.</summary>
sealed class StartModel(RecentFiles recent, string folder)
{
    const int MaxEntries = 2000, MaxRecent = 5;

    static readonly string[] s_endings = [".pcap", ".pcapng", ".cap", ".ntar", ".pcap.gz", ".pcapng.gz", ".cap.gz", ".dmp"];

    /// <summary>The folder that is looked into.</summary>
    public string Folder { get; private set; } = Path.GetFullPath(folder);

    /// <summary>Recent captures first, then what lies in the folder.</summary>
    public IReadOnlyList<StartEntry> Entries()
    {
        List<StartEntry> entries = [.. recent.Read().Take(MaxRecent).Select(path => new StartEntry("recent", path, false))];
        if (Path.GetDirectoryName(Folder) is { } above) entries.Add(new StartEntry("folder", above, true));
        try
        {
            var here = new DirectoryInfo(Folder);
            entries.AddRange(here.EnumerateFiles().Where(IsCapture).Take(MaxEntries).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new StartEntry("here", file.FullName, false)));
            entries.AddRange(here.EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.')).Take(MaxEntries).OrderBy(folder => folder.Name, StringComparer.Ordinal)
                .Select(folder => new StartEntry("folder", folder.FullName, true)));
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            // What cannot be looked into is shown as empty; the way up is there.
        }
        return entries;
    }

    static bool IsCapture(FileInfo file) => s_endings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks into another folder.</summary>
    public void GoTo(string path) => Folder = path;
}
