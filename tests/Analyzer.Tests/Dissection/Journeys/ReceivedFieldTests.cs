using Analyzer.Dissection.Journeys;

namespace Analyzer.Tests.Dissection.Journeys;

public sealed class ReceivedFieldTests
{
    [Theory]
    [InlineData("from a.example (unknown [10.0.0.1]) by b.example (Postfix) with ESMTP id 40B12 for <bob@b.example>; Fri, 20 Nov 2026 16:01:27 +0100 (CET)", "a.example", "b.example", "ESMTP", "2026-11-20T15:01:27.000000000Z")]
    [InlineData("by 10.1.2.3 with SMTP id x; 21 Nov 1997 09:55:06 -0600", null, "10.1.2.3", "SMTP", "1997-11-21T15:55:06.000000000Z")]
    [InlineData("from by by with (with x) id from", "by", "with", null, "")]
    [InlineData("(nothing said; really)", null, null, null, "")]
    [InlineData("", null, null, null, "")]
    public void What_a_field_tells_is_read_and_what_it_does_not_is_unknown(string text, string? from, string? by, string? with, string time)
    {
        ReceivedField field = ReceivedField.Parse(text);

        Assert.Equal((from, by, with, time), (field.From, field.By, field.With, field.Time.ToString()));
    }
}
