using System.Security.Cryptography;
using Analyzer.Tests.Support.Samples;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

public sealed class KeyTests : IDisposable
{
    readonly ScreenCaptures _captures = new();
    readonly string _folder = Directory.CreateTempSubdirectory("analyzer-keys").FullName;

    string Lecture => _captures.Built("smtp-lecture.pcap");

    [Fact]
    public void The_name_of_an_attachment_is_two_keys_away()
    {
        using var screens = new TuiHarness(Lecture);

        Assert.Contains("crêpe.png", screens.Press("2", "Down"));
    }

    [Fact]
    public void A_file_that_FTP_moved_is_saved_with_three_keys()
    {
        using var screens = new TuiHarness(_captures.Ftp());
        screens.Press("3", "s");
        // Where the tests may write.
        screens.Press("\u0015", Path.Combine(_folder, "NOTES.txt"), "Enter");

        Assert.Equal(ScreenCaptures.Release, File.ReadAllBytes(Path.Combine(_folder, "NOTES.txt")));
        Assert.Contains("Saved", screens.Screen);
    }

    [Fact]
    public void An_attachment_is_saved_decoded()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("2", "Down", "Enter", "Down", "s", "\u0015", Path.Combine(_folder, "picture"), "Enter");

        Assert.Equal(SampleMessages.Picture, File.ReadAllBytes(Path.Combine(_folder, "picture")));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(SampleMessages.Picture))[..6], screens.Screen);
    }

    [Fact]
    public void What_is_there_is_never_written_over()
    {
        string path = Path.Combine(_folder, "taken.txt");
        File.WriteAllText(path, "mine");
        using var screens = new TuiHarness(_captures.Ftp());
        screens.Press("3", "s", "\u0015", path, "Enter");

        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(ScreenCaptures.Release, File.ReadAllBytes(Path.Combine(_folder, "taken-2.txt")));
    }

    [Fact]
    public void Marked_messages_are_exported_with_their_attachments()
    {
        using var screens = new TuiHarness(Lecture);
        string target = Path.Combine(_folder, "out");
        screens.Press("2", "A", "F2", "Down", "Down", "Down", "\u0015", target, "Enter");

        Assert.Contains("4 files written", screens.Screen);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(target, "messages")).Length);
        Assert.Equal(SampleMessages.Picture, File.ReadAllBytes(Directory.GetFiles(Path.Combine(target, "attachments")).Single()));
    }

    [Fact]
    public void A_password_is_not_shown_before_it_is_asked_for()
    {
        using var screens = new TuiHarness(_captures.Built("smtp-pipelining.pcapng"), 120, 40);
        Assert.DoesNotContain("crepe-suzette", screens.Press("5"));
        Assert.DoesNotContain("crepe-suzette", screens.Press("P"));
        Assert.Contains("crepe-suzette", screens.Press("y"));
        Assert.DoesNotContain("crepe-suzette", screens.Press("P"));
    }

    [Fact]
    public void Escape_goes_back_and_never_leaves_the_program()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("Enter", "Esc", "Esc", "Esc");
        Assert.False(screens.App.IsOver);
        screens.Press("q");

        Assert.True(screens.App.IsOver);
    }

    [Fact]
    public void The_cursor_stays_on_its_record_when_a_filter_comes_and_goes()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("2", "Down", "Down", "/", "thank", "Enter");
        Assert.Contains("And thank you", screens.Screen);
        Assert.DoesNotContain("Lunch", screens.Screen);
        screens.Press("Backspace", "Enter");

        Assert.Contains("Mail #3 And thank you", screens.Screen);
    }

    [Fact]
    public void A_filter_that_is_given_up_leaves_the_one_before()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("2", "/", "lunch", "Enter", "/", "x", "Esc");

        Assert.Contains("/ lunch", screens.Screen);
        Assert.Contains("1 of 3 messages", screens.Screen);
    }

    [Fact]
    public void A_command_is_run_by_its_name()
    {
        using var screens = new TuiHarness(Lecture);

        Assert.Contains("3 messages", screens.Press(":", "messages", "Enter"));
        Assert.Contains("There is no command 'mesages'; did you mean 'messages'?", screens.Press(":", "mesages", "Enter"));
        Assert.Contains("1 of 3 messages", screens.Press(":", "filter subject:lunch", "Enter"));
    }

    [Fact]
    public void Rows_are_sorted_and_reversed()
    {
        using var screens = new TuiHarness(Lecture, 160, 40);
        screens.Press("2", ">", ">", ">", ">");
        string[] subjects = [.. screens.Screen.Split('\n').Where(line => line.Contains("09:00:0", StringComparison.Ordinal)).Take(3)];
        Assert.Contains("And thank you", subjects[0]);
        screens.Press("r");

        Assert.Contains("And thank you", screens.Screen.Split('\n').Where(line => line.Contains("09:00:0", StringComparison.Ordinal)).ElementAt(2));
    }

    [Fact]
    public void A_click_on_the_row_of_the_cursor_opens_it()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("\u001b[<0;10;5M");
        Assert.Contains("#2 SMTP 192", screens.Screen);

        Assert.Contains("Sessions / #2", screens.Press("\u001b[<0;10;5M"));
    }

    [Fact]
    public void The_way_from_a_message_to_its_dialogue_is_one_key()
    {
        using var screens = new TuiHarness(Lecture);

        Assert.Contains("Messages / Mail #2 Une crêpe pour Bob / #2 SMTP", screens.Press("2", "Down", "Enter", "o"));
    }

    [Fact]
    public void A_text_is_found_in_a_dialogue()
    {
        using var screens = new TuiHarness(Lecture, 120, 40);

        Assert.Contains("COMMAND QUIT", screens.Press("Enter", "/", "quit", "Enter"));
    }

    [Fact]
    public void Hosts_lead_to_their_sessions()
    {
        using var screens = new TuiHarness(Lecture);

        Assert.Contains("/ host:192.0.2.25", screens.Press("4", "Enter"));
    }

    [Fact]
    public void A_window_that_is_too_small_says_so_and_one_that_grows_shows_all()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Resize(39, 9);
        Assert.Contains("40x10 is the least", screens.Screen);
        screens.Resize(80, 24);

        Assert.Contains("2 sessions", screens.Screen);
    }

    [Fact]
    public void A_key_that_changes_nothing_sends_nothing()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("Home");
        long sent = screens.Terminal.Sent;
        screens.Press("Home");
        screens.App.Draw();

        Assert.Equal(sent, screens.Terminal.Sent);
    }

    [Fact]
    public void An_unseen_cursor_leads_those_who_are_read_to_to_the_row()
    {
        using var screens = new TuiHarness(Lecture);
        int before = screens.Terminal.Cursor.Y;
        screens.Press("Down");

        Assert.Equal(before + 1, screens.Terminal.Cursor.Y);
        Assert.False(screens.Terminal.IsCursorVisible);
    }

    [Fact]
    public void Tab_goes_through_the_views()
    {
        using var screens = new TuiHarness(Lecture);

        Assert.Contains("3 messages", screens.Press("Tab"));
        Assert.Contains("2 sessions", screens.Press("\u001b[Z"));
    }

    [Fact]
    public void The_suspend_key_asks_the_terminal()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("Ctrl-Z");

        Assert.Equal(1, screens.Terminal.Suspensions);
    }

    public void Dispose()
    {
        _captures.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
