using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The captures that were opened last, kept in the user's state directory (XDG base directory specification).</summary>
sealed class RecentFiles(string path)
{
    const int Most = 20;

    /// <summary>Where the list is kept.</summary>
    public static RecentFiles OfUser(Func<string, string?> environment)
    {
        string state = environment("XDG_STATE_HOME") is { Length: > 0 } set ? set : Path.Combine(environment("HOME") ?? ".", ".local", "state");
        return new RecentFiles(Path.Combine(state, "analyzer", "recent"));
    }

    /// <summary>Newest first; those that are gone are left out.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return [.. File.ReadLines(path).Where(File.Exists).Take(Most)];
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            return [];
        }
    }

    /// <summary>Puts captures at the front. That it cannot be kept is no reason to disturb anybody.</summary>
    public void Add(IEnumerable<string> captures)
    {
        try
        {
            string[] names = [.. captures.Where(File.Exists).Select(Path.GetFullPath).Where(name => !name.Contains('\n', StringComparison.Ordinal)).Concat(Read()).Distinct().Take(Most)];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, names);
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
        }
    }
}
