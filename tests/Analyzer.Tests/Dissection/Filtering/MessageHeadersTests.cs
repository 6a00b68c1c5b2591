using System.Text;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Filtering;

public sealed class MessageHeadersTests
{
    [Theory]
    [InlineData("X-Mailer: The Bat!\r\n\r\nX-Mailer: not me", "x-mailer", "The Bat!")]
    [InlineData("Received: by a\r\n\tfor b\r\nReceived: c\r\n\r\n", "Received", "by a for b|c")]
    [InlineData("A: 1\nB: 2\n\nC: 3", "B", "2")]
    [InlineData("no colon here\r\nB:2\r\n", "B", "2")]
    [InlineData(" leading: fold\r\nB: 2", "B", "2")]
    [InlineData("B : 2\r\n\r\n", "B", "2")]
    [InlineData("", "B", "")]
    [InlineData("B: 2", "C", "")]
    public void Fields_are_found_by_name(string message, string name, string expected)
    {
        Assert.Equal(expected, string.Join('|', ValuesOf(message, name)));
    }

    [Fact]
    public void A_header_without_end_is_looked_at_up_to_the_limit()
    {
        string endless = string.Concat(Enumerable.Repeat("X: " + new string('x', 900) + "\r\n", MessageHeaders.MaxHeader / 900 * 3)) + "Last: 1\r\n";

        Assert.Empty(ValuesOf(endless, "Last"));
    }

    [Fact]
    public void A_message_that_cannot_be_read_has_no_fields()
    {
        var headers = new MessageHeaders(new MemoryCapture([]));

        Assert.Empty(headers.Values(RecordSamples.Message with { Content = RecordSamples.ContentOf(10) }, "X"));
    }

    [Fact]
    public void The_next_message_has_its_own_fields()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("A: 1\r\n\r\nA: 2\r\n\r\n");
        var headers = new MessageHeaders(new MemoryCapture(bytes));
        MessageRecord first = RecordSamples.Message with { Content = RecordSamples.ContentOf(8) };
        MessageRecord second = RecordSamples.Message with { Content = RecordSamples.ContentOf(8, 8) };

        Assert.Equal(["1"], headers.Values(first, "A").ToArray());
        Assert.Equal(["2"], headers.Values(second, "A").ToArray());
    }

    static string[] ValuesOf(string message, string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(message);
        return [.. new MessageHeaders(new MemoryCapture(bytes)).Values(RecordSamples.MessageWith(bytes), name)];
    }
}
