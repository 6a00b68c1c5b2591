using Analyzer.Terminal.Tui.Models;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>Each view as a user sees it, after the bytes that were really sent.</summary>
public sealed class GoldenScreenTests : IDisposable
{
    readonly ScreenCaptures _captures = new();

    public static TheoryData<string, string, string[]> Views => new()
    {
        { "sessions", "smtp-damaged.pcap", [] },
        { "sessions-filtered", "smtp-lecture.pcap", ["/", "msgs>1"] },
        { "filter-wrong", "smtp-lecture.pcap", ["/", "proto:smtpx"] },
        { "filter-proposals", "smtp-lecture.pcap", ["/", "s"] },
        { "conversation", "smtp-pipelining.pcapng", ["Enter"] },
        { "conversation-error", "smtp-pipelining.pcapng", ["Enter", "}", "}", "}"] },
        { "conversation-explained", "smtp-pipelining.pcapng", ["Enter", "}", "}", "}", "i"] },
        { "conversation-damaged", "smtp-damaged.pcap", ["Down", "Enter"] },
        { "ladder", "smtp-lecture.pcap", ["Enter", "v"] },
        { "messages", "smtp-lecture.pcap", ["2"] },
        { "message", "smtp-lecture.pcap", ["2", "Down", "Enter"] },
        { "message-headers", "smtp-lecture.pcap", ["2", "Down", "Enter", "H"] },
        { "message-hex", "smtp-lecture.pcap", ["2", "Down", "Enter", "Down", "x"] },
        { "message-raw", "smtp-lecture.pcap", ["2", "Down", "Enter", "R"] },
        { "message-info", "smtp-lecture.pcap", ["2", "Down", "Enter", "Down", "i"] },
        { "message-gap", "smtp-damaged.pcap", ["2", "Down", "Enter", "Tab", "End"] },
        { "save", "smtp-lecture.pcap", ["2", "Down", "Enter", "Down", "s"] },
        { "hosts", "smtp-lecture.pcap", ["4"] },
        { "credentials", "smtp-pipelining.pcapng", ["5"] },
        { "credentials-shown", "smtp-pipelining.pcapng", ["5", "P", "y"] },
        { "statistics", "smtp-damaged.pcap", ["6"] },
        { "findings", "smtp-damaged.pcap", ["7"] },
        { "export", "smtp-lecture.pcap", ["2", "Space", "F2"] },
        { "help", "smtp-lecture.pcap", ["F1"] },
        { "command", "smtp-lecture.pcap", [":", "s"] },
        { "files", "ftp", ["3"] },
        { "files-listings", "ftp", ["3", "L"] },
        { "file", "ftp", ["3", "Enter"] },
        { "tree", "ftp", ["3", "T"] },
        { "ftp-conversation", "ftp", ["Enter", "End"] },
        { "sample-imap", "imap-folders.pcapng", ["Enter", "]", "]"] },
        { "sample-pop3", "pop3-keep.pcapng", ["/", "proto:pop3", "Enter", "Enter"] },
        { "sample-ftp", "ftp-passive.pcapng", ["3"] },
        { "sample-tree", "ftp-passive.pcapng", ["3", "T"] },
        { "sample-mime", "mime-zoo.pcapng", ["2"] },
        { "journey", "alice-to-bob.pcapng", ["2", "J"] },
        { "sample-journey", "alice-to-bob.pcapng", [] },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_at_80_by_24(string name, string capture, string[] keys) => Verify(name, capture, keys, 80, 24);

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_at_120_by_40(string name, string capture, string[] keys) => Verify(name, capture, keys, 120, 40);

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_at_40_by_10(string name, string capture, string[] keys) => Verify(name, capture, keys, 40, 10);

    [Theory]
    [InlineData("message-80x24")]
    [InlineData("conversation-error-80x24")]
    public void The_README_shows_screens_as_they_are(string name)
    {
        string screen = File.ReadAllText(Repository.At("tests", "Analyzer.Tests", "Terminal", "Tui", "Golden", name + ".txt"));

        Assert.Contains(screen, File.ReadAllText(Repository.At("README.md")));
    }

    static bool IsBuilt(string capture) => SampleCaptures.All.Any(sample => sample.FileName == capture);

    void Verify(string name, string capture, string[] keys, int width, int height)
    {
        using var screens = new TuiHarness(capture == "ftp" ? _captures.Ftp() : IsBuilt(capture) ? _captures.Built(capture) : Repository.At("samples-pcap", capture), width, height);

        Golden.Verify($"{name}-{width}x{height}", screens.Press(keys));
    }

    [Fact]
    public void A_terminal_without_Unicode_or_colours_shows_the_same()
    {
        using var screens = new TuiHarness(_captures.Built("smtp-pipelining.pcapng"), isAscii: true, colours: Analyzer.Terminal.Tui.Drawing.ColourDepth.None);

        Golden.Verify("conversation-ascii-80x24", screens.Press("Enter", "}", "}", "}"));
    }

    [Fact]
    public void Each_phase_is_explained_to_who_wants_to_learn()
    {
        using var screens = new TuiHarness(_captures.Built("smtp-lecture.pcap"), 120, 40, teaches: true);

        Golden.Verify("conversation-teach-120x40", screens.Press("Enter"));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 10)]
    public void The_start_offers_captures_interfaces_and_samples(int width, int height)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"start-{Guid.NewGuid():N}")).FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "monday.pcapng"), new byte[20_000]);
            File.WriteAllBytes(Path.Combine(folder, "Tuesday.pcap.gz"), new byte[1_234_567]);
            File.WriteAllText(Path.Combine(folder, "notes.txt"), "no capture");
            Directory.CreateDirectory(Path.Combine(folder, "older"));
            using var screens = new TuiHarness(null, width, height);
            screens.App.ShowStart(new StartModel(new RecentFiles(Path.Combine(folder, "recent")), folder, [new StartEntry(StartKind.Interface, "eth0", "192.0.2.10 up")]), _ => null);
            screens.App.Draw();

            string[] lines = screens.Press("Down").Split('\n');
            lines[3] = " (the folder)";
            Golden.Verify($"start-{width}x{height}", string.Join('\n', lines));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _captures.Dispose();
}
