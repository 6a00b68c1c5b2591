using Analyzer.Dissection.Filtering;

namespace Analyzer.Tests.Dissection.Filtering;

public sealed class FilterErrorTests
{
    [Theory]
    [InlineData("", 1, "missing")]
    [InlineData("   ", 4, "missing")]
    [InlineData("form:alice", 1, "no field 'form'; did you mean 'from'?")]
    [InlineData("user:a subjct:b", 8, "did you mean 'subject'?")]
    [InlineData("http://example.org", 1, "put text in quotes")]
    [InlineData("user:", 1, "lacks a value")]
    [InlineData("user: alice", 1, "lacks a value")]
    [InlineData("user:a,", 1, "lacks a value")]
    [InlineData("size>abc", 6, "'abc' is not a number")]
    [InlineData("size>1X", 6, "is not a number")]
    [InlineData("size>99999999999999999999", 6, "is not a number")]
    [InlineData("size:1..x", 6, "is not a number")]
    [InlineData("size:..", 6, "is not a number")]
    [InlineData("port:25,x", 9, "'x' is not a number")]
    [InlineData("dur>5min", 5, "is not a time span")]
    [InlineData("time:25:00", 6, "no time")]
    [InlineData("time:2023-13-01", 6, "no time")]
    [InlineData("time:09:30+01:00", 6, "no time")]
    [InlineData("time:2023-11-14..10:00", 6, "both a date or both none")]
    [InlineData("time~9", 6, "no text")]
    [InlineData("net:example.org", 5, "no address or network")]
    [InlineData("net:10.0.0.0/33", 5, "no address or network")]
    [InlineData("net:10.1", 5, "no address or network")]
    [InlineData("net:10.0.0.1..::1", 5, "no address or network")]
    [InlineData("tls:offred", 5, "did you mean 'offered'?")]
    [InlineData("has:atachment", 5, "did you mean 'attachment'?")]
    [InlineData("complete:maybe", 10, "it knows yes, no")]
    [InlineData("result:*z*", 8, "no value of 'result'")]
    [InlineData("user>alice", 6, "cannot be compared by size")]
    [InlineData("code>abc", 6, "is not a number")]
    [InlineData("subject~(", 9, "regular expression '(' is wrong")]
    [InlineData("subject~(?=x)", 9, "no bounded time")]
    [InlineData("subject~(a)\\1", 9, "no bounded time")]
    [InlineData("/(/", 1, "is wrong at its character 2")]
    [InlineData("/abc", 1, "lacks its second '/'")]
    [InlineData("/pub/release", 1, "no flag")]
    [InlineData("\"open", 1, "not closed")]
    [InlineData("user:\"open", 6, "not closed")]
    [InlineData("\"\"", 1, "nothing between")]
    [InlineData("(user:a", 1, "'(' is not closed")]
    [InlineData("user:a)", 7, "')' closes nothing")]
    [InlineData("()", 2, "missing before ')'")]
    [InlineData("user:a or", 10, "missing at the end")]
    [InlineData("or user:a", 1, "missing before 'or'")]
    [InlineData("user:a and or user:b", 12, "missing before 'or'")]
    [InlineData("user:a -", 9, "missing at the end")]
    [InlineData("not", 4, "missing at the end")]
    public void A_mistake_is_told_with_its_place(string filter, int column, string message)
    {
        Assert.False(Filter.TryParse(filter, out _, out FilterError? error));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(column, error.Column);
        Assert.True(error.Length > 0);
    }

    [Fact]
    public void Nesting_has_an_end()
    {
        Assert.False(Filter.TryParse(new string('(', 2000) + "a" + new string(')', 2000), out _, out FilterError? error));

        Assert.Contains("nested", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_has_a_longest_length()
    {
        Assert.True(Filter.TryParse(new string('a', Filter.MaxLength), out _, out _));
        Assert.False(Filter.TryParse(new string('a', Filter.MaxLength + 1), out _, out FilterError? error));
        Assert.Equal(Filter.MaxLength + 1, error.Column);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_text_is_a_filter_or_a_mistake(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["user", ":", "=", "~", "(", ")", "\"", "/", "-", "not", "or", " ", "a", "..", ",", "*", "size>", "1M", "time:", "09:30", "\\", "net:", "::1/64", "[", "{", "hdr."];
        string text = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => pieces[random.Next(pieces.Length)]));

        bool isFilter = Filter.TryParse(text, out Filter? filter, out FilterError? error);

        Assert.NotEqual(filter is null, error is null);
        Assert.Equal(isFilter, filter is not null);
    }
}
