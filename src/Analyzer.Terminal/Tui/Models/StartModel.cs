using Analyzer.Capture.Sources.Live;
using Analyzer.Dissection.Export;
using Analyzer.Servers.Scenarios;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What an entry of the start screen is.</summary>
enum StartKind
{
    /// <summary>A capture that was opened before.</summary>
    Recent,

    /// <summary>A capture in the folder that is looked into.</summary>
    Here,

    /// <summary>It is gone into.</summary>
    Folder,

    /// <summary>A network interface to watch.</summary>
    Interface,

    /// <summary>A capture that is made at once, to learn with.</summary>
    Sample,
}

/// <summary>Something to begin with.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">What is opened: a path, or the name of an interface or sample.</param>
/// <param name="Remark">What else is known of it.</param>
sealed record StartEntry(StartKind Kind, string Path, string Remark = "");

/// <summary>What can be opened: captures that were opened before, and those in a folder.</summary>
/// <param name="recent">The captures that were opened before.</param>
/// <param name="folder">Where to look first.</param>
/// <param name="interfaces">What can be watched; null: what this machine has.</param>
sealed class StartModel(RecentFiles recent, string folder, IReadOnlyList<StartEntry>? interfaces = null)
{
    const int MaxEntries = 2000, MaxRecent = 5;

    static readonly string[] s_endings = [".pcap", ".pcapng", ".cap", ".ntar", ".pcap.gz", ".pcapng.gz", ".cap.gz", ".dmp"];

    /// <summary>The folder that is looked into.</summary>
    public string Folder { get; private set; } = Path.GetFullPath(folder);

    /// <summary>Recent captures first, then those in the folder, interfaces, and other folders.</summary>
    public IReadOnlyList<StartEntry> Entries()
    {
        List<StartEntry> entries = [.. recent.Read().Take(MaxRecent).Select(path => new StartEntry(StartKind.Recent, path, SizeOf(new FileInfo(path))))], folders = [];
        if (Path.GetDirectoryName(Folder) is { } above) folders.Add(new StartEntry(StartKind.Folder, above));
        try
        {
            var here = new DirectoryInfo(Folder);
            entries.AddRange(here.EnumerateFiles().Where(IsCapture).Take(MaxEntries).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new StartEntry(StartKind.Here, file.FullName, SizeOf(file))));
            folders.AddRange(here.EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.')).Take(MaxEntries).OrderBy(folder => folder.Name, StringComparer.Ordinal)
                .Select(folder => new StartEntry(StartKind.Folder, folder.FullName)));
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            // What cannot be looked into is shown as empty; the way up is there.
        }
        // Who has no capture at hand sees the samples first.
        return entries.Count > 0 ? [.. entries, .. Interfaces(), .. folders, .. Samples()] : [.. Samples(), .. Interfaces(), .. folders];
    }

    static IEnumerable<StartEntry> Samples() => CaptureGenerator.Titles.Select(title => new StartEntry(StartKind.Sample, title.Name, title.Shows));

    static string SizeOf(FileInfo file) => file.Exists ? Quantity.Bytes(file.Length) : "";

    IEnumerable<StartEntry> Interfaces() => interfaces ?? OfMachine();

    // Where the library that watches them is not there, none are offered.
    static IEnumerable<StartEntry> OfMachine() => !LiveDevices.TryList(out IReadOnlyList<LiveDevice> devices, out _) ? []
        : devices.Where(device => device.IsUp).Select(device => new StartEntry(StartKind.Interface, device.Name, $"{string.Join(" ", device.Addresses.Take(1))} {InterfaceTable.StateOf(device)}".Trim()));

    static bool IsCapture(FileInfo file) => s_endings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks into another folder.</summary>
    public void GoTo(string path) => Folder = path;
}
