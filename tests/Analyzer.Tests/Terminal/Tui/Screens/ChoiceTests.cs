using System.Buffers;
using System.Text;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>How things are shown, and what of them is copied.</summary>
public sealed class ChoiceTests : IDisposable
{
    readonly ScreenCaptures _captures = new();
    readonly string _folder = Directory.CreateTempSubdirectory("analyzer-choices").FullName;

    string Lecture => _captures.Built("smtp-lecture.pcap");

    static string Copied(TuiHarness screens) => screens.Terminal.Clipboard ?? "";

    [Theory]
    [InlineData("y", "Lunch on Friday")]
    [InlineData("c", "alice@crepes.fr")]
    [InlineData("f", "from:\"Alice <alice@crepes.fr>\"")]
    [InlineData("j", "\"type\":\"message\"")]
    [InlineData("a", "198.51.100.25:25")]
    [InlineData("h", "")]
    public void What_is_copied_of_a_row_is_the_users_choice(string key, string text)
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("2", "y", key);

        Assert.Contains(text, Copied(screens));
        Assert.NotEqual("", Copied(screens));
    }

    [Fact]
    public void A_copy_has_no_password_unless_it_is_shown()
    {
        using var screens = new TuiHarness(_captures.Built("smtp-pipelining.pcapng"));
        screens.Press("5", "y", "j");
        Assert.DoesNotContain("crepe-suzette", Copied(screens));
        screens.Press("P", "y", "y", "j");

        Assert.Contains("crepe-suzette", Copied(screens));
    }

    [Fact]
    public void A_copy_goes_to_a_file_where_the_terminal_has_no_clipboard()
    {
        using var screens = new TuiHarness(Lecture);
        string path = Path.Combine(_folder, "row.txt");
        screens.Press("2", "Y", "Y", "\u0015", path, "Enter");

        Assert.Contains("Lunch on Friday", File.ReadAllText(path));
    }

    [Fact]
    public void Times_are_shown_of_the_day_with_the_date_since_the_start_and_since_the_row_before()
    {
        using var screens = new TuiHarness(Lecture, 160, 40);
        Assert.Contains("09:00:04", screens.Press("2"));
        Assert.Contains("2026-02-03 09:00:04", screens.Press("t"));
        screens.Press("t", "t");

        Assert.Matches(@"\+\d+\.\d{3} .*Une crêpe", screens.Screen);
    }

    [Fact]
    public void A_dialogue_has_times_of_its_own()
    {
        using var screens = new TuiHarness(Lecture);
        Assert.Contains(" +0.0", screens.Press("Enter"));
        Assert.DoesNotContain(" +0.0", screens.Press("t"));

        Assert.Contains("09:00:0", screens.Press("t").Split('\n')[5]);
    }

    [Fact]
    public void The_border_between_two_panes_moves()
    {
        using var screens = new TuiHarness(Lecture, 120, 40);
        int before = screens.Screen.Split('\n')[5].IndexOf('│');
        screens.Press("+", "+");
        Assert.Equal(before + 8, screens.Screen.Split('\n')[5].IndexOf('│'));
        screens.Press("-", "-", "-");

        Assert.Equal(before - 4, screens.Screen.Split('\n')[5].IndexOf('│'));
    }

    [Fact]
    public void The_time_under_the_brush_becomes_a_filter()
    {
        using var screens = new TuiHarness(Lecture);
        screens.Press("6", ">");
        Assert.Contains("Enter lists the sessions", screens.Screen);
        screens.Press("Enter");

        Assert.Contains("/ time>=", screens.Screen);
        Assert.Contains("1 of 2 sessions", screens.Screen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_light_background_nothing_is_yellow(bool hasCube)
    {
        var theme = new Theme(hasCube ? ColourDepth.Cube : ColourDepth.Sixteen) { IsLight = true };
        foreach (Role role in Enum.GetValues<Role>())
        {
            var bytes = new ArrayBufferWriter<byte>();
            theme.Write(role, bytes);
            Assert.DoesNotMatch(@";(33|93|3[36];1|38;5;(11|220|226|245|33))m", Encoding.ASCII.GetString(bytes.WrittenSpan));
        }
    }

    public void Dispose()
    {
        _captures.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
