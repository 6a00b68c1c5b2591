using Analyzer.Tests.Support;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>A user who presses anything. The emulator fails on any byte that is not ours.</summary>
public sealed class RandomKeyTests : IDisposable
{
    const int Keys = 1500;

    // All that do not write files, leave the program or hand over to the shell.
    static readonly string[] s_keys =
    [
        "Enter", "Enter", "Esc", "Tab", "Backspace", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "F1", "Ctrl-L", "1", "2", "3", "4", "5", "6", "7",
        "/", "=", "!", "Space", "*", "A", "<", ">", "r", "c", "f", "t", "P", "y", "n", "N", "i", "d", "v", "x", "R", "H", "h", "w", "o", "L", "T", "[", "]", "{", "}", "\\", "j", "k", "J", "C", "p", "+", "-",
        "g", "G", "\u001b[<0;9;6M", "\u001b[<65;9;6M", "\u001b[<64;9;6M", "\u001b[200~pasted \u202E text\u001b[201~", "proto:smtp", "size>1k or", "ä漢",
    ];

    readonly ScreenCaptures _captures = new();

    [Theory]
    [InlineData(1, "hostile", 80, 24)]
    [InlineData(2, "hostile", 40, 10)]
    [InlineData(3, "ftp", 80, 24)]
    [InlineData(4, "ftp", 120, 40)]
    [InlineData(5, "mime-zoo.pcapng", 80, 24)]
    [InlineData(6, "mime-zoo.pcapng", 120, 40)]
    [InlineData(7, "imap-folders.pcapng", 57, 13)]
    [InlineData(8, "ftp-errors.pcapng", 200, 60)]
    public void No_series_of_keys_is_answered_with_an_error(int seed, string capture, int width, int height)
    {
        var random = new Random(seed);
        string path = capture switch { "hostile" => _captures.Hostile(), "ftp" => _captures.Ftp(), _ => Repository.At("samples-pcap", capture) };
        using var screens = new TuiHarness(path, width, height, isAscii: seed % 2 == 0);
        for (int i = 0; i < Keys; i++)
        {
            if (random.Next(100) == 0) screens.Resize(random.Next(1, 130), random.Next(1, 45));
            screens.Press(s_keys[random.Next(s_keys.Length)]);
        }
        screens.Resize(width, height);

        Assert.Contains("analyzer", screens.Terminal.Line(0));
    }

    public void Dispose() => _captures.Dispose();
}
