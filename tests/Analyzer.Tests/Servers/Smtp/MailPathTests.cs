using Analyzer.Servers.Smtp;

namespace Analyzer.Tests.Servers.Smtp;

public sealed class MailPathTests
{
    [Theory]
    [InlineData("<alice@crepes.fr>", "alice@crepes.fr", "")]
    [InlineData(" <alice@crepes.fr>  SIZE=1 BODY=7BIT", "alice@crepes.fr", "SIZE=1 BODY=7BIT")]
    [InlineData("alice@crepes.fr", "alice@crepes.fr", "")]
    [InlineData("alice@crepes.fr SIZE=1", "alice@crepes.fr", "SIZE=1")]
    [InlineData("<>", "", "")]
    [InlineData("<> RET=HDRS", "", "RET=HDRS")]
    [InlineData("<@one.example,@two.example:alice@crepes.fr>", "alice@crepes.fr", "")]
    [InlineData("<\"alice\"@crepes.fr>", "alice@crepes.fr", "")]
    [InlineData("<\"al ice\"@crepes.fr>", "\"al ice\"@crepes.fr", "")]
    [InlineData("<\"a>b@c\"@crepes.fr> X=1", "\"a>b@c\"@crepes.fr", "X=1")]
    [InlineData("<\"a\\\"b\"@crepes.fr>", "\"a\\\"b\"@crepes.fr", "")]
    [InlineData("<bob@[127.0.0.1]>", "bob@[127.0.0.1]", "")]
    [InlineData("<bob@[IPv6:::1]>", "bob@[IPv6:::1]", "")]
    [InlineData("<postmaster>", "postmaster", "")]
    [InlineData("<zoé@café.fr>", "zoé@café.fr", "")]
    public void An_address_is_understood(string text, string address, string parameters)
    {
        Assert.True(MailPath.TryParse(text, out MailPath path, out string rest));

        Assert.Equal((address, parameters), (path.Address, rest));
    }

    [Theory]
    [InlineData("<alice@crepes.fr")]
    [InlineData("<alice>")]
    [InlineData("<@crepes.fr>")]
    [InlineData("<alice@>")]
    [InlineData("<a@b@c>")]
    [InlineData("<alice@-..fr>")]
    [InlineData("<al(ice@crepes.fr>")]
    [InlineData("<\"alice@crepes.fr>")]
    [InlineData("<\"\"@crepes.fr>")]
    [InlineData("<\"alice\\\"@crepes.fr>")]
    [InlineData("<../../etc@crepes.fr/..>")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string text)
    {
        Assert.False(MailPath.TryParse(text, out _, out _));
    }

    [Fact]
    public void A_local_part_has_at_most_sixty_four_octets()
    {
        Assert.True(MailPath.TryParse($"<{new string('a', 64)}@b.c>", out _, out _));
        Assert.False(MailPath.TryParse($"<{new string('a', 65)}@b.c>", out _, out _));
        Assert.False(MailPath.TryParse($"<{new string('é', 33)}@b.c>", out _, out _));
    }
}
