using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Screens;

/// <summary>What is longer than is shown at once.</summary>
public sealed class LongTextTests : IDisposable
{
    readonly ScreenCaptures _captures = new();

    [Fact]
    public void A_long_reply_is_unfolded_and_folded_again()
    {
        using var screens = new TuiHarness(_captures.LongReply());
        screens.Press("Enter", "/", "more lines", "Enter");
        Assert.Contains("[61 more lines]", screens.Screen);
        screens.Press("Enter");
        Assert.DoesNotContain("more lines]", screens.Screen);
        screens.Press("/", "99 783981", "Enter");
        Assert.Contains("99 783981", screens.Screen);

        Assert.Contains("[61 more lines]", screens.Press("Left"));
    }

    [Fact]
    public void A_file_of_several_pages_is_read_to_its_end_and_back()
    {
        using var screens = new TuiHarness(_captures.LargeFile());
        Assert.Contains("page 1 of 3", screens.Press("3", "Enter"));
        Assert.Contains("line 1 ééé€€€", screens.Screen);
        screens.Press("End");
        Assert.Contains("line 100000 ééé€€€", screens.Screen);
        Assert.Contains("page 3 of 3", screens.Screen);
        screens.Press("Home");

        Assert.Contains("line 1 ééé€€€", screens.Screen);
    }

    [Fact]
    public void No_line_is_lost_and_no_character_torn_where_pages_meet()
    {
        using var screens = new TuiHarness(_captures.LargeFile());
        screens.Press("3", "Enter", "/", "going on shows what follows", "Enter", "PgDn");
        Assert.Contains("page 2 of 3", screens.Screen);
        string second = screens.Screen;
        string before = screens.Press("Up");
        Assert.Contains("page 1 of 3", before);

        Assert.DoesNotContain("\uFFFD", before + second);
        Assert.DoesNotContain("<U+", before + second);
    }

    [Fact]
    public void A_text_is_found_on_a_later_page()
    {
        using var screens = new TuiHarness(_captures.LargeFile());
        screens.Press("3", "Enter", "/", "line 87654", "Enter");

        Assert.Contains("line 87654", screens.Screen);
        Assert.True(screens.Screen.Contains("page 3 of 3"), screens.Screen);
    }

    [Fact]
    public void The_bytes_of_a_later_page_keep_their_offsets()
    {
        using var screens = new TuiHarness(_captures.LargeFile());
        screens.Press("3", "Enter", "x", "End");

        Assert.Contains($"{(ScreenCaptures.Numbers.Length - 1) / 16 * 16:x8}", screens.Screen);
    }

    public void Dispose() => _captures.Dispose();
}
