using Analyzer.Dissection.Filtering;

namespace Analyzer.Tests.Dissection.Filtering;

public sealed class SuggestionTests
{
    static readonly string[] s_known = ["from", "subject", "size", "to", "attach"];

    [Theory]
    [InlineData("form", "from")]
    [InlineData("frm", "from")]
    [InlineData("fromm", "from")]
    [InlineData("SUBJET", "subject")]
    [InlineData("sice", "size")]
    [InlineData("atach", "attach")]
    [InlineData("ot", "to")]
    [InlineData("elephant", null)]
    [InlineData("", null)]
    public void The_nearest_known_word_is_guessed(string word, string? expected)
    {
        Assert.Equal(expected, Suggestion.Nearest(word, s_known));
    }

    [Fact]
    public void A_word_that_is_no_typing_mistake_is_not_compared()
    {
        Assert.Null(Suggestion.Nearest(new string('a', 100_000), [new string('a', 100_001)]));
    }
}
