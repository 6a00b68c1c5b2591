using System.Text.RegularExpressions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Architecture;

public sealed partial class SourceFileTests
{
    const int MostLines = 400;

    /// <summary>Files that are longer, each with the reason.</summary>
    static readonly Dictionary<string, string> s_longer = new()
    {
        ["src/Analyzer.Dissection/Sessions/Records.cs"] = "the records of the output contract, read as one list; no logic",
        ["tests/Analyzer.Tests/Dissection/Imap/ImapAssemblyTests.cs"] = "one way to put a message together after another",
        ["tests/Analyzer.Tests/Capture/Streams/ConnectionTableTests.cs"] = "one behaviour after another of one class",
    };

    public static TheoryData<string> Products => [.. Files("src")];

    public static TheoryData<string> All => [.. Files("src"), .. Files("tests")];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_namespace_is_file_scoped_and_says_where_the_file_is(string file)
    {
        string[] namespaces = [.. NamespaceLine().Matches(File.ReadAllText(Repository.At(file))).Select(match => match.Groups[1].Value)];
        string place = Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.');

        // Top-level statements are in no namespace.
        string[] expected = Path.GetFileName(file) == "Program.cs" ? [] : [place + ";"];
        Assert.Equal(expected, namespaces);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_is_short_enough_to_hold_one_idea(string file)
    {
        int lines = File.ReadLines(Repository.At(file)).Count();

        if (s_longer.TryGetValue(file, out string? reason)) Assert.False(lines <= MostLines, $"{file} is no longer an exception ({reason})");
        else Assert.InRange(lines, 1, MostLines);
    }

    static IEnumerable<string> Files(string under) =>
        Directory.EnumerateFiles(Repository.At(under), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*namespace\s+(.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
