using System.Text;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Terminal.Tui.Emulator;

/// <summary>Compares screens with those that are kept as text. ANALYZER_WRITE_SCREENS=1 writes them anew.</summary>
static class Golden
{
    public static void Verify(string name, string screen)
    {
        string path = Repository.At("tests", "Analyzer.Tests", "Terminal", "Tui", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("ANALYZER_WRITE_SCREENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, screen + "\n", new UTF8Encoding(false));
        }
        Assert.Equal(File.ReadAllText(path), screen + "\n", ignoreLineEndingDifferences: true);
    }
}
