namespace Analyzer.Benchmarks.Comparison;

/// <summary>Something that reads captures.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Command">For the shell; <c>{capture}</c> is the file.</param>
/// <param name="Rounds">How often it is run at the most: slow ones less often.</param>
sealed record Tool(string Name, string Command, int Rounds = int.MaxValue)
{
    /// <summary>The yardstick's name: all ratios are to it.</summary>
    public const string Yardstick = "lean yardstick";

    /// <summary>What is measured on each capture; of others what is installed.</summary>
    public static IReadOnlyList<Tool> All(string analyzer, string scratch)
    {
        List<Tool> tools =
        [
            new(Yardstick, $"dotnet {typeof(Tool).Assembly.Location} lean {{capture}}"),
            new("analyzer, no hashes", $"{analyzer} read --json --no-hash --quiet {{capture}}"),
            new("analyzer", $"{analyzer} read --json --quiet {{capture}}"),
            new("analyzer, one thread", $"{analyzer} read --json --quiet --threads 1 {{capture}}"),
            new("analyzer, summary", $"{analyzer} read --quiet {{capture}}"),
            new("analyzer export", $"sh -c 'rm -rf {scratch}/export; exec {analyzer} export {{capture}} --output {scratch}/export --quiet'", 3),
        ];
        if (Find("pcaploop", scratch) is { } loop) tools.Add(new("libpcap loop (C)", $"{loop} {{capture}}"));
        if (Find("tcpflow") is { } tcpflow) tools.Add(new("tcpflow", $"sh -c 'rm -rf {scratch}/tcpflow; exec {tcpflow} -r {{capture}} -o {scratch}/tcpflow'", 3));
        if (Find("tshark") is { } tshark) tools.Add(new("tshark, messages", $"sh -c 'rm -rf {scratch}/imf; exec {tshark} -r {{capture}} -Q --export-objects imf,{scratch}/imf'", 1));
        return tools;
    }

    static string? Find(string name, string? also = null) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Append(also ?? "")
            .Where(folder => folder.Length > 0).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
