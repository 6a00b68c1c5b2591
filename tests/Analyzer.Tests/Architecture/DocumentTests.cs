using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Architecture;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "samples-pcap/README.md" },
        .. Directory.EnumerateFiles(Repository.At("docs"), "*.md").Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Commands => [.. AnalyzerCommand.Create(StandardStreams.OfProcess()).Subcommands.Where(command => !command.Hidden).Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void No_document_holds_what_a_merge_left_open(string file)
    {
        string[] markers = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

        Assert.DoesNotContain(File.ReadLines(Repository.At(file)), line => markers.Any(marker => line.StartsWith(marker, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_readme_names_every_command(string name)
    {
        string text = File.ReadAllText(Repository.At("README.md"));

        Assert.True(name == "open" ? text.Contains("| `analyzer CAPTURE...` |", StringComparison.Ordinal) : text.Contains($"`analyzer {name}", StringComparison.Ordinal), $"README.md does not name {name}");
    }
}
