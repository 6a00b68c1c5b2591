using Analyzer.Capture.Sources;
using Analyzer.Terminal.Commands;
using Analyzer.Tests.Support.Samples;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

public sealed class ExportTests : IDisposable
{
    readonly ScreenCaptures _captures = new();
    readonly string _folder = Directory.CreateTempSubdirectory("analyzer-export").FullName;

    string Target => Path.Combine(_folder, "out");

    TuiHarness Open(string capture = "smtp-lecture.pcap") => new(capture == "ftp" ? _captures.Ftp() : _captures.Built(capture), 120, 40);

    // From the first field on, where the cursor is when the dialog opens.
    static string[] Scope(int steps) => [.. Enumerable.Repeat(steps < 0 ? "Left" : "Right", Math.Abs(steps))];

    void Press(TuiHarness screens, params string[] keys) => screens.Press(keys.SelectMany(key => key == "To" ? (string[])["\u0015", Target] : [key]).ToArray());

    [Fact]
    public void Attachments_can_be_exported_without_their_messages()
    {
        using TuiHarness screens = Open();
        Press(screens, ["2", "F2", .. Scope(3), "Down", "Space", "Down", "Down", "To", "Enter"]);

        Assert.False(Directory.Exists(Path.Combine(Target, "messages")));
        Assert.Equal(SampleMessages.Picture, File.ReadAllBytes(Directory.GetFiles(Path.Combine(Target, "attachments")).Single()));
    }

    [Fact]
    public void A_dialogue_is_exported_without_its_passwords_unless_they_are_asked_for()
    {
        using TuiHarness screens = Open("smtp-pipelining.pcapng");
        Press(screens, "F2", "Down", "Down", "Space", "Right", "Space", "Down", "To", "Enter");
        string text = File.ReadAllText(Path.Combine(Target, "conversations", "000001-smtp.txt"));
        string json = File.ReadAllText(Path.Combine(Target, "conversations", "000001-smtp.jsonl"));
        Assert.Contains("RCPT TO:<nobody@crepes.fr>", text);
        Assert.Contains("\"type\":\"exchange\"", json);
        Assert.DoesNotContain("crepe-suzette", text + json);
        Press(screens, "Enter", "F2", "Down", "Down", "Right", "Space", "Down", "To", "Down", "Down", "Down", "Space", "Enter");

        Assert.Contains("crepe-suzette", File.ReadAllText(Path.Combine(Target, "conversations", "000001-smtp-2.jsonl")));
    }

    [Fact]
    public void The_table_has_all_rows_of_the_scope_and_nothing_that_a_spreadsheet_would_run()
    {
        using TuiHarness screens = Open();
        Press(screens, ["2", "F2", .. Scope(2), "Down", "Down", "Right", "Right", "Space", "Down", "To", "Enter"]);
        string[] lines = File.ReadAllLines(Path.Combine(Target, "table.csv"));

        Assert.StartsWith("Time,From,To,Subject", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Contains("Lunch on Friday", lines[1]);
    }

    [Fact]
    public void Masked_passwords_are_masked_in_the_table_even_while_they_are_shown()
    {
        using TuiHarness screens = Open("smtp-pipelining.pcapng");
        Press(screens, "5", "P", "y", "F2", "Down", "Down", "Right", "Right", "Space", "Down", "To", "Enter");

        Assert.DoesNotContain("crepe-suzette", File.ReadAllText(Path.Combine(Target, "table.csv")));
    }

    [Fact]
    public void The_packets_of_a_session_are_those_of_its_data_connections_too()
    {
        using TuiHarness screens = Open("ftp");
        Press(screens, "F2", "Down", "Down", "Right", "Right", "Right", "Space", "Down", "To", "Enter");

        Assert.Equal(Packets(_captures.Ftp()), Packets(Path.Combine(Target, "packets.pcapng")));
    }

    static int Packets(string path)
    {
        using CaptureInputs inputs = CaptureInputs.Open([path], SpoolUse.None, CancellationToken.None, out _)!;
        int count = 0;
        while (inputs.Sources[0].TryRead(out _)) count++;
        return count;
    }

    [Fact]
    public void Files_are_named_as_the_template_says_and_a_wrong_one_is_explained()
    {
        using TuiHarness screens = Open();
        Press(screens, "2", "F2", "Down", "Down", "Down", "To", "Down", "\u0015", "{nme}");
        Assert.Contains("there are the fields {id} {name}", screens.Screen);
        Press(screens, "\u0015", "{session}-{name}");
        Assert.Contains("messages/000001-Lunch", screens.Screen);
        Press(screens, "Enter");

        Assert.Single(Directory.GetFiles(Path.Combine(Target, "messages"), "000001-Lunch*"));
    }

    [Theory]
    [InlineData(0, 2, "mine")]
    [InlineData(1, 1, "mine")]
    [InlineData(2, 1, "Lunch")]
    public void What_happens_to_a_name_that_is_taken_is_the_users_choice(int choice, int files, string first)
    {
        string messages = Directory.CreateDirectory(Path.Combine(Target, "messages")).FullName;
        using TuiHarness screens = Open();
        Press(screens, "2", "F2", "Down", "Down", "Down", "To", "Enter", "Enter");
        string path = Directory.GetFiles(messages).Single();
        File.WriteAllText(path, "mine");
        Press(screens, ["F2", "Down", "Down", "Down", "To", "Down", "Down", .. Scope(choice), "Enter"]);

        Assert.Equal(files, Directory.GetFiles(messages).Length);
        Assert.Contains(first, File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_told_in_place()
    {
        File.WriteAllText(Target, "a file");
        using TuiHarness screens = Open();
        Press(screens, "2", "F2", "Down", "Down", "Down", "To", "Enter");

        Assert.Contains("there is a file of this name", screens.Screen);
    }

    [Fact]
    public void All_rows_are_exported_whatever_the_filter_says()
    {
        using TuiHarness screens = Open();
        Press(screens, ["2", "/", "lunch", "Enter", "F2", .. Scope(3)]);
        Assert.Contains("3 all", screens.Screen);
        Press(screens, "Down", "Down", "Down", "To", "Enter");

        Assert.Equal(3, Directory.GetFiles(Path.Combine(Target, "messages")).Length);
    }

    public void Dispose()
    {
        _captures.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
