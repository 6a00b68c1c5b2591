using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class FlowedTextTests
{
    [Theory]
    [InlineData("one \r\ntwo\r\n", "one two\n")]
    [InlineData("one\r\ntwo", "one\ntwo")]
    [InlineData("one \ntwo \nthree\nfour", "one two three\nfour")]
    [InlineData(" >not quoted", ">not quoted")]
    [InlineData(" From here", "From here")]
    [InlineData("> one \n> two\n> three", "> one two\n> three")]
    [InlineData(">> deep \n> less", ">> deep \n> less")]
    [InlineData("> quoted \nreply", "> quoted \nreply")]
    [InlineData("text \n-- \nName", "text \n-- \nName")]
    [InlineData("> -- \n> Name", "> -- \n> Name")]
    [InlineData("", "")]
    [InlineData("one\n\ntwo", "one\n\ntwo")]
    public void Flowed_lines_are_joined(string text, string expected)
    {
        Assert.Equal(expected, FlowedText.Unwrap(text, deletesSpace: false));
    }

    [Fact]
    public void With_DelSp_the_blank_at_the_end_goes()
    {
        Assert.Equal("会議", FlowedText.Unwrap("会 \n議", deletesSpace: true));
    }

    [Theory]
    [InlineData("text/plain; format=flowed", true, false)]
    [InlineData("text/plain; format=Flowed; delsp=YES", true, true)]
    [InlineData("text/plain; format=fixed", false, false)]
    [InlineData("text/plain", false, false)]
    [InlineData("text/html; format=flowed", false, false)]
    public void A_content_type_tells_whether_text_is_flowed(string value, bool isFlowed, bool deletesSpace)
    {
        ContentType type = Reading.Of($"Content-Type: {value}\n\n").Root.ContentType;

        Assert.Equal((isFlowed, deletesSpace), (FlowedText.IsFlowed(type, out bool deletes), deletes));
    }

    [Fact]
    public void A_flood_of_quote_marks_stays_as_long_as_it_is()
    {
        string flood = string.Concat(Enumerable.Repeat(new string('>', 1000) + " x \n", 1000));

        Assert.InRange(FlowedText.Unwrap(flood, deletesSpace: false).Length, 1, flood.Length + 1000);
    }
}
