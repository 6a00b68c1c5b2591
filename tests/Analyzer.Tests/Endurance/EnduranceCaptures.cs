using Analyzer.Tests.Support;

namespace Analyzer.Tests.Endurance;

/// <summary>The captures to harm: the samples, generated ones, and every one in the folder that ANALYZER_CORPUS names.</summary>
static class EnduranceCaptures
{
    const string Samples = "samples", Generated = "generated", Corpus = "corpus";

    static readonly string[] s_endings = [".pcap", ".pcapng", ".cap", ".gz", ".erf", ".snoop"];
    static readonly string? s_corpus = Environment.GetEnvironmentVariable("ANALYZER_CORPUS");

    public static IEnumerable<string> Names =>
    [
        .. Under(Repository.At("tests", "captures")).Select(path => $"{Samples}:{path}"),
        .. HostileCaptures.All.Keys.Select(name => $"{Generated}:{name}"),
        .. Directory.Exists(s_corpus) ? Under(s_corpus).Select(path => $"{Corpus}:{path}") : [],
    ];

    public static byte[] Load(string name)
    {
        string[] parts = name.Split(':', 2);
        return parts[0] switch
        {
            Generated => HostileCaptures.All[parts[1]](),
            Corpus => File.ReadAllBytes(Path.Combine(s_corpus!, parts[1])),
            _ => File.ReadAllBytes(Repository.At("tests", "captures", parts[1])),
        };
    }

    static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => s_endings.Contains(Path.GetExtension(path)))
            .Select(path => Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal);
}
