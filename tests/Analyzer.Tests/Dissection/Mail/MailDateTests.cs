using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MailDateTests
{
    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("21 Nov 1997 09:55:06 +0530", "1997-11-21T09:55:06+05:30")]
    [InlineData("21 Nov 97 09:55 GMT", "1997-11-21T09:55:00+00:00")]
    [InlineData("1 Jan 49 00:00 UT", "2049-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 103 00:00 +0000", "2003-01-01T00:00:00+00:00")]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600 (CST)", "1997-11-21T09:55:06-06:00")]
    [InlineData("Thu Nov 13 10:00:00 2003 PST", "2003-11-13T10:00:00-08:00")]
    [InlineData("Fri, 21-Nov-1997 09:55:06 EDT", "1997-11-21T09:55:06-04:00")]
    [InlineData("November 21 1997 09:55:06 +0100", "1997-11-21T09:55:06+01:00")]
    [InlineData("31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00+00:00")]
    [InlineData("21 Nov 1997", "1997-11-21T00:00:00+00:00")]
    [InlineData("31 Feb 2020 00:00 +0000", null)]
    [InlineData("21 Nov 1997 25:00 +0000", "1997-11-21T00:00:00+00:00")]
    [InlineData("21 Nov 1997 09:55:06 +9999", "1997-11-21T09:55:06+00:00")]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData("1 Jan 0001 00:00 +1400", null)]
    [InlineData("1 - 1 --- 99999999999999 :: +", null)]
    public void A_date_is_read_leniently(string text, string? expected)
    {
        var date = MailDate.Parse(text);

        Assert.Equal(expected, date.Value?.ToString("yyyy-MM-ddTHH:mm:sszzz"));
        Assert.Equal(text, date.Text);
    }

    [Theory]
    [InlineData("21 Nov 1997 09:55 +0000", true)]
    [InlineData("21 Nov 1997 09:55 -0000", false)]
    [InlineData("21 Nov 1997 09:55 GMT", true)]
    [InlineData("21 Nov 1997 09:55 Q", false)]
    [InlineData("21 Nov 1997 09:55", false)]
    public void An_untold_zone_is_told_apart_from_Greenwich(string text, bool isKnown)
    {
        Assert.Equal(isKnown, MailDate.Parse(text).IsZoneKnown);
    }

    [Fact]
    public void A_message_without_a_date_has_none()
    {
        Assert.Null(Reading.Of("Subject: x\n\n").Date);
        Assert.Null(Reading.Of("Date: soon\n\n").Date!.Value);
    }
}
