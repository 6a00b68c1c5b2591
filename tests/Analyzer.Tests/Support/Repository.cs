namespace Analyzer.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
static class Repository
{
    /// <summary>Where the solution file is: above the tests' own output.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>A path inside it.</summary>
    public static string At(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Analyzer.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no Analyzer.sln above {start}");
    }
}
