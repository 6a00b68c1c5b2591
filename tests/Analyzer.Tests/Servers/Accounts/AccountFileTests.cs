using Analyzer.Servers.Accounts;

namespace Analyzer.Tests.Servers.Accounts;

public sealed class AccountFileTests
{
    [Fact]
    public void Every_entry_is_understood()
    {
        AccountDirectory accounts = AccountFile.Parse("""
            # a comment
            site   one.example 127.0.0.1   # behind an entry
            domain sub.one.example one.example
            user   ann@sub.one.example "pass word"  10K
            alias  all@one.example ann@sub.one.example x@elsewhere.example
            route  * relay.example:2525
            record extra.example MX 5 mail.one.example
            record extra.example TXT "v=spf1 -all"
            """, "test");

        Assert.Equal("ann@sub.one.example", accounts.Verify("ann", "pass word")!.Address);
        Assert.Equal(10240, accounts.Find("ANN@Sub.One.Example")!.Quota);
        Assert.Equal(2, accounts.Alias("ALL@one.example")!.Targets.Count);
        Assert.Equal(new MailRoute("*", "relay.example", 2525), Assert.Single(accounts.Routes));
        Assert.Contains(new ZoneRecord("extra.example", ZoneRecordType.Mx, "mail.one.example") { Preference = 5 }, accounts.Zones);
        Assert.Contains(new ZoneRecord("sub.one.example", ZoneRecordType.Mx, "mail.one.example") { Preference = 10 }, accounts.Zones);
        Assert.Contains(new ZoneRecord("1.0.0.127.in-addr.arpa", ZoneRecordType.Ptr, "mail.one.example"), accounts.Zones);
    }

    [Theory]
    [InlineData("", "there is no site")]
    [InlineData("site a 1.2.3.x", "test, line 1: '1.2.3.x' is no IP address*")]
    [InlineData("site a 127.0.0.1\nuser bob", "test, line 2: 'user' is no entry, or lacks a word*")]
    [InlineData("site a 127.0.0.1\nuser bob@ x", "test, line 2: 'bob@' is no mail address")]
    [InlineData("site a 127.0.0.1\nuser b@a x 12Q", "test, line 2: '12Q' is no quota*")]
    [InlineData("site a 127.0.0.1\nuser b@c x", "test: no site holds the domain of user b@c")]
    [InlineData("site a 127.0.0.1\nuser b@a x\nalias B@A b@a", "test: B@A is there twice")]
    [InlineData("site a 127.0.0.1\ndomain d c", "test: domain d is held by c, which is no site")]
    [InlineData("site a 127.0.0.1\ndomain A a", "test: domain * is held twice")]
    [InlineData("site a 127.0.0.1\nuser b@a \"x", "test, line 2: a quotation mark is missing")]
    [InlineData("site a 127.0.0.1\nrecord a SRV x", "test, line 2: 'SRV' is no type*")]
    [InlineData("site a 127.0.0.1\nrecord a A ::g", "test, line 2: '::g' is no IP address")]
    [InlineData("site a 127.0.0.1\nroute a b:c:d", "test, line 2: 'b:c:d' is no host")]
    public void What_is_wrong_is_told_with_its_line(string text, string message)
    {
        AccountFileException problem = Assert.Throws<AccountFileException>(() => AccountFile.Parse(text, "test"));

        Assert.True(System.IO.Enumeration.FileSystemName.MatchesSimpleExpression("*" + message, problem.Message), problem.Message);
    }

    [Fact]
    public void A_site_knows_its_own_users_only_but_all_routes_and_zones()
    {
        AccountDirectory all = AccountDirectory.Default;
        AccountDirectory crepes = all.OfSite(all.Sites.Single(site => site.HostName == "crepes.fr"));

        Assert.NotNull(crepes.Verify("alice", "hungry"));
        Assert.Null(crepes.Find("bob"));
        Assert.Null(crepes.Alias("friends@hamburger.edu"));
        Assert.Equal(all.Zones, crepes.Zones);
    }

    [Fact]
    public void A_local_part_alone_finds_a_user_only_when_no_other_has_it()
    {
        AccountDirectory accounts = AccountFile.Parse("site a 127.0.0.1\ndomain b a\nuser x@a 1\nuser x@b 2\nuser y@b 3", "test");

        Assert.Null(accounts.Find("x"));
        Assert.Equal("y@b", accounts.Find("Y")!.Address);
        Assert.Null(accounts.Verify("y", "4"));
    }
}
