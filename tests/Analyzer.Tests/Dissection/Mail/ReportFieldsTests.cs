using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class ReportFieldsTests
{
    [Fact]
    public void A_delivery_status_has_the_fields_of_the_message_and_of_each_recipient()
    {
        IReadOnlyList<HeaderList> groups = ReportFields.Parse(Reading.Bytes("""
            Reporting-MTA: dns; mx.example
            Arrival-Date: Mon, 1 Jan 2024 00:00:00 +0000

            Final-Recipient: rfc822; a@x.example
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1
             no such user


            Final-Recipient: rfc822; b@x.example
            Action: delayed
            """));

        Assert.Equal([2, 4, 2], groups.Select(group => group.Count));
        Assert.Equal("smtp; 550 5.1.1 no such user", groups[1].Decode("Diagnostic-Code"));
        Assert.Equal("delayed", groups[2].Decode("action"));
    }

    [Theory]
    [InlineData("message/delivery-status", true)]
    [InlineData("message/global-delivery-status", true)]
    [InlineData("message/disposition-notification", true)]
    [InlineData("message/feedback-report", true)]
    [InlineData("message/rfc822", false)]
    [InlineData("text/rfc822-headers", false)]
    public void Reports_are_told_by_their_type(string type, bool isReport)
    {
        Assert.Equal(isReport, ReportFields.IsReport(Reading.Of($"Content-Type: {type}\n\nx").Root.ContentType));
    }

    [Fact]
    public void Lines_that_are_no_fields_are_left_out()
    {
        Assert.Equal("failed", Assert.Single(ReportFields.Parse("garbage\r\nAction: failed\r\nmore garbage"u8)).Decode("Action"));
    }

    [Fact]
    public void Nothing_gives_no_groups()
    {
        Assert.Empty(ReportFields.Parse(""u8));
        Assert.Empty(ReportFields.Parse("\r\n\r\n"u8));
    }

    [Fact]
    public void Groups_are_bounded()
    {
        byte[] flood = Reading.Bytes(string.Concat(Enumerable.Repeat("a: b\n\n", 50_000)));

        Assert.Equal(10_000, ReportFields.Parse(flood).Count);
    }
}
