using System.Net;
using Analyzer.Servers.Faults;

namespace Analyzer.Tests.Servers.Faults;

public sealed class FaultPlanTests
{
    readonly HandClock _clock = new();

    [Fact]
    public void Without_rules_nothing_goes_wrong()
    {
        Assert.Equal(Fault.None, FaultPlan.None.At("smtp.rcpt", "bob@example.org", _clock));
    }

    [Theory]
    [InlineData("smtp.rcpt:close", "smtp.rcpt", "bob@example.org", true)]
    [InlineData("SMTP.RCPT:close", "smtp.rcpt", "bob@example.org", true)]
    [InlineData("smtp.rcpt:close", "smtp.mail", "bob@example.org", false)]
    [InlineData("smtp.*:close", "smtp.mail", "", true)]
    [InlineData("smtp.*:close", "ftp.mkd", "", false)]
    [InlineData("*.connect:close", "imap.connect", "127.0.0.1", true)]
    [InlineData("smtp.rcpt=bob@*:close", "smtp.rcpt", "bob@example.org", true)]
    [InlineData("smtp.rcpt=bob@*:close", "smtp.rcpt", "alice@example.org", false)]
    [InlineData("ftp.retr=?.txt:close", "ftp.retr", "a.txt", true)]
    public void A_rule_holds_where_its_place_and_its_pattern_fit(string spec, string point, string argument, bool holds)
    {
        Assert.Equal(holds ? FaultEnding.Close : FaultEnding.None, FaultPlan.Parse([spec]).At(point, argument, _clock).Ending);
    }

    [Theory]
    [InlineData("#2", "-x--")]
    [InlineData("#2-", "-xxx")]
    [InlineData("#2-3", "-xx-")]
    [InlineData("", "xxxx")]
    public void A_rule_holds_the_times_that_it_names(string times, string expected)
    {
        FaultPlan plan = FaultPlan.Parse([$"pop3.*{times}:reset"]);

        IEnumerable<char> seen = Enumerable.Range(0, expected.Length).Select(_ => plan.At("pop3.noop", "", _clock).Ending == FaultEnding.Reset ? 'x' : '-');

        Assert.Equal(expected, string.Concat(seen));
    }

    [Fact]
    public void Rules_for_one_place_are_taken_together()
    {
        FaultPlan plan = FaultPlan.Parse(["ftp.retr:delay=2s", "ftp.*:delay=500ms", "ftp.retr:no-150", "ftp.retr:early-226", "ftp.retr:count=-3"]);

        var expected = new Fault { Delay = TimeSpan.FromSeconds(2.5), OmitsPreliminary = true, IsFinalEarly = true, CountError = -3 };

        Assert.Equal(expected, plan.At("ftp.retr", "a", _clock));
    }

    [Theory]
    [InlineData("smtp.rcpt:reply=550 5.1.1 No: such user", "550 5.1.1 No: such user", false)]
    [InlineData("smtp.rcpt:reply=421 4.3.2 Shutting down", "421 4.3.2 Shutting down", true)]
    [InlineData("imap.fetch:reply=* BYE overloaded", "* BYE overloaded", true)]
    public void A_reply_is_the_rest_of_the_rule_and_may_end_the_connection(string spec, string reply, bool ends)
    {
        Fault fault = FaultPlan.Parse([spec]).At(spec[..spec.IndexOf(':', StringComparison.Ordinal)], "", _clock);

        Assert.Equal((reply, ends), (fault.Reply, fault.EndsAfterReply));
    }

    [Fact]
    public void What_FTP_announces_can_be_wrong()
    {
        Fault fault = FaultPlan.Parse(["ftp.pasv:address=10.0.0.5", "ftp.pasv:port=+7", "ftp.pasv:broken-reply"]).At("ftp.pasv", "", _clock);

        Assert.Equal((IPAddress.Parse("10.0.0.5"), 7, true), (fault.Address, fault.PortError, fault.BreaksReply));
    }

    [Theory]
    [InlineData("always", LiteralPlacement.Always)]
    [InlineData("never", LiteralPlacement.Never)]
    public void Where_IMAP_uses_literals_can_be_chosen(string word, LiteralPlacement placement)
    {
        Assert.Equal(placement, FaultPlan.Parse([$"imap.fetch:literal={word}"]).At("imap.fetch", "1 BODY[]", _clock).Literals);
    }

    [Fact]
    public void Content_can_be_cut_and_slow()
    {
        Fault fault = FaultPlan.Parse(["ftp.data:cut=1000", "ftp.data:rate=50"]).At("ftp.data", "/a", _clock);

        Assert.Equal((1000L, 50), (fault.Cut, fault.Rate));
    }

    [Fact]
    public void Who_is_greylisted_may_come_in_when_the_time_is_over()
    {
        FaultPlan plan = FaultPlan.Parse(["smtp.rcpt:greylist=30s"]);

        Assert.Equal("451 4.7.1 Greylisted, try again in 30 seconds", plan.At("smtp.rcpt", "bob@example.org", _clock).Reply);
        _clock.Pass(TimeSpan.FromSeconds(29));
        Assert.NotNull(plan.At("smtp.rcpt", "bob@example.org", _clock).Reply);
        Assert.NotNull(plan.At("smtp.rcpt", "carol@example.org", _clock).Reply);
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(plan.At("smtp.rcpt", "bob@example.org", _clock).Reply);
    }

    [Theory]
    [InlineData("")]
    [InlineData("smtp.rcpt")]
    [InlineData("rcpt:close")]
    [InlineData("http.get:close")]
    [InlineData("smtp.:close")]
    [InlineData("smtp.rcpt#0:close")]
    [InlineData("smtp.rcpt#3-2:close")]
    [InlineData("smtp.rcpt#x:close")]
    [InlineData("smtp.rcpt#99999999999:close")]
    [InlineData("smtp.rcpt:explode")]
    [InlineData("smtp.rcpt:close=1")]
    [InlineData("smtp.rcpt:reply=")]
    [InlineData("smtp.rcpt:reply=250 ok\r\n550 no")]
    [InlineData("smtp.rcpt:delay=2")]
    [InlineData("smtp.rcpt:delay=-2s")]
    [InlineData("smtp.rcpt:delay=999999h")]
    [InlineData("ftp.pasv:address=::1")]
    [InlineData("ftp.data:cut=-1")]
    [InlineData("ftp.data:rate=0")]
    [InlineData("imap.fetch:literal=sometimes")]
    public void What_is_no_rule_is_refused_with_a_reason(string spec)
    {
        var refused = Assert.Throws<FormatException>(() => FaultPlan.Parse([spec]));

        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void The_help_names_every_effect()
    {
        string help = string.Join('\n', FaultPlan.Help);

        Assert.All(["delay=", "reply=", "greylist=", "close", "reset", "cut=", "rate=", "count=", "address=", "port=", "no-150", "early-226", "broken-reply", "literal="], word => Assert.Contains("  " + word, help));
        Assert.All(FaultPlan.Help.Where(line => line.StartsWith("Examples", StringComparison.Ordinal)).SelectMany(Examples), example => FaultPlan.Parse([example]));
    }

    static IEnumerable<string> Examples(string line) => line.Split('\'').Where((_, index) => index % 2 == 1);
}
