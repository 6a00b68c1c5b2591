using System.Globalization;
using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData(null, "")]
    [InlineData("Zoë 報告 😀", "Zoë 報告 😀")]
    [InlineData("[red]markup[/]", "[red]markup[/]")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", @"\x1b[2J\x1b]0;title\x07")]
    [InlineData("a\rb\nc\td", @"a\rb\nc\td")]
    [InlineData("\u0000\u007f\u0085\u009b", @"\x00\x7f\x85\x9b")]
    [InlineData("gpj.\u202Eexe", "gpj.<U+202E>exe")]
    [InlineData("a\u2066b\u2069c", "a<U+2066>b<U+2069>c")]
    [InlineData("a\u200Bb\u200Dc\uFEFF", "a<U+200B>b<U+200D>c<U+FEFF>")]
    [InlineData("a\u2028b\u2029c", "a<U+2028>b<U+2029>c")]
    [InlineData("a\u00ADb", @"a\xadb")]
    [InlineData("a\uFE0Fb", "a<U+FE0F>b")]
    [InlineData("a\U000E0041b", "a<U+E0041>b")]
    [InlineData("a\uE000b", "a<U+E000>b")]
    [InlineData("e\u0301e\u0301", "e\u0301e\u0301")]
    [InlineData("e\u0301\u0301\u0301\u0301", "e\u0301\u0301<U+0301><U+0301>")]
    [InlineData("\u0301x", "<U+0301>x")]
    public void What_could_deceive_is_shown_as_a_code(string? text, string expected)
    {
        Assert.Equal(expected, SafeText.From(text));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_a_code()
    {
        Assert.Equal("a<U+D800>b<U+DC00>", SafeText.From("a\uD800b\uDC00"));
    }

    [Fact]
    public void Nothing_of_a_dangerous_category_is_left_raw()
    {
        var raw = new List<int>();
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value)) continue;
            bool isDangerous = Rune.GetUnicodeCategory(new Rune(value)) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (isDangerous && SafeText.From($"a{new Rune(value)}b").Contains(new Rune(value).ToString(), StringComparison.Ordinal)) raw.Add(value);
        }

        Assert.Empty(raw);
    }

    [Fact]
    public void Any_text_becomes_one_line_that_is_safe_already()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(0x200)))]);
            string safe = SafeText.From(text);

            Assert.DoesNotContain('\n', safe);
            Assert.Equal(safe, SafeText.From(safe));
        }
    }

    [Fact]
    public void A_long_text_is_cut_with_a_mark()
    {
        Assert.Equal("abc…", SafeText.From("abcdef", 3));
        Assert.Equal("abc", SafeText.From("abc", 3));
    }
}
