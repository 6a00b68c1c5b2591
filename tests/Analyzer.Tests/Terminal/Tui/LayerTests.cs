using System.Text.RegularExpressions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Terminal.Tui;

/// <summary>What keeps the screens movable to another toolkit, and the terminal ours.</summary>
public sealed partial class LayerTests
{
    [Theory]
    [InlineData("Models", "Tty Input Drawing Widgets App Screens")]
    [InlineData("Index", "Tty Input Drawing Widgets App Screens Models")]
    [InlineData("Input", "Tty Drawing Widgets App Screens Models Index")]
    [InlineData("Drawing", "Tty Input Widgets App Screens Index")]
    [InlineData("Widgets", "Tty App Screens Index")]
    public void A_layer_knows_nothing_of_those_above_it(string layer, string unknown)
    {
        IEnumerable<string> forbidden = unknown.Split(' ').Select(name => $"Analyzer.Terminal.Tui.{name}");

        Assert.All(Sources(layer), source => Assert.DoesNotContain(forbidden, space => source.Contains(space, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_here_uses_the_console_of_the_runtime_which_writes_and_reads_on_its_own()
    {
        Assert.All(Sources(""), source => Assert.DoesNotMatch(ConsoleUse(), source));
    }

    static List<string> Sources(string layer)
    {
        string folder = Repository.At("src", "Analyzer.Terminal", "Tui", layer);
        List<string> sources = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.NotEmpty(sources);
        return sources;
    }

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex ConsoleUse();
}
