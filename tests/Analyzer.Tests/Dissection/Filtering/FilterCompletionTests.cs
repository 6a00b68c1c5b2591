using Analyzer.Dissection.Filtering;

namespace Analyzer.Tests.Dissection.Filtering;

public sealed class FilterCompletionTests
{
    [Theory]
    [InlineData("sub", 0, "subject:")]
    [InlineData("proto:smtp sub", 11, "subject:")]
    [InlineData("-sub", 1, "subject:")]
    [InlineData("(sub", 1, "subject:")]
    [InlineData("result:acc", 0, "result:accepted")]
    [InlineData("result=acc", 0, "result=accepted")]
    [InlineData("result:refused,acc", 0, "result:refused,accepted")]
    [InlineData("tls:dec", 0, "tls:decrypted")]
    [InlineData("hdr", 0, "hdr.")]
    public void A_word_has_one_completion(string text, int start, string expected)
    {
        Assert.Equal([expected], FilterCompletion.For(text, out int found).Select(proposal => proposal.Text));
        Assert.Equal(start, found);
    }

    [Fact]
    public void After_a_blank_every_field_is_offered_with_its_meaning()
    {
        IReadOnlyList<FilterProposal> proposals = FilterCompletion.For("proto:smtp ", out _);

        Assert.Equal(FilterFields.All.Length + 1, proposals.Count);
        Assert.All(proposals, proposal => Assert.NotEqual("", proposal.Meaning));
    }

    [Theory]
    [InlineData("nofield:x")]
    [InlineData("\"open phrase")]
    [InlineData("zzz")]
    public void Where_nothing_is_known_nothing_is_offered(string text)
    {
        Assert.Empty(FilterCompletion.For(text, out _));
    }

    [Fact]
    public void Every_offered_value_is_understood()
    {
        foreach (FilterField field in FilterFields.All)
        {
            foreach (string word in field.Words) Assert.True(Filter.TryParse($"{field.Name}:{word}", out _, out FilterError? error), error?.ToString());
        }
    }
}
