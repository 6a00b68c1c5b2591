using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Tests.Terminal.Tui.Drawing;

public sealed class TextLayoutTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("short", 10, "short")]
    [InlineData("words go on below", 10, "words go |on below")]
    [InlineData("averyverylongword", 10, "averyveryl|ongword")]
    [InlineData("漢字漢字漢字", 5, "漢字|漢字|漢字")]
    [InlineData("a\u202Ebcdefg", 9, "a\u202E|bcdefg")]
    [InlineData("\u202E\u202E", 5, "\u202E|\u202E")]
    public void A_line_is_broken_behind_blanks_and_never_inside_a_character(string text, int width, string expected)
    {
        List<(TextLine Row, int Line)> rows = TextLayout.Wrap([TextLine.Of(text)], width, isAscii: false);

        Assert.Equal(expected.Split('|'), rows.Select(row => row.Row.ToString()));
    }

    [Fact]
    public void Spans_keep_their_roles_across_rows_and_rows_know_their_line()
    {
        List<(TextLine Row, int Line)> rows = TextLayout.Wrap([TextLine.Of("one"), new TextLine(new("two two ", Role.Key), new("three", Role.Error))], 8, isAscii: false);

        Assert.Equal([0, 1, 1], rows.Select(row => row.Line));
        Assert.Equal(new TextSpan("three", Role.Error), rows[2].Row.Spans[^1]);
    }
}
