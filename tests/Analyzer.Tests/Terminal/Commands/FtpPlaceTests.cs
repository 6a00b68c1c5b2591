using Analyzer.Terminal.Commands;

namespace Analyzer.Tests.Terminal.Commands;

public sealed class FtpPlaceTests
{
    [Theory]
    [InlineData("ftp://crepes.fr/a/b.txt", "crepes.fr 21 False - - a/b.txt b.txt")]
    [InlineData("ftp://alice:h%40ngry@crepes.fr:2028/", "crepes.fr 2028 False alice h@ngry  ")]
    [InlineData("ftps://alice@[::1]/x", "::1 990 True alice - x x")]
    [InlineData("crepes.fr/a", "crepes.fr 21 False - - a a")]
    [InlineData("ftp://crepes.fr//etc/motd", "crepes.fr 21 False - - /etc/motd motd")]
    [InlineData("ftp://crepes.fr/a%20b%2Fc", "crepes.fr 21 False - - a b/c c")]
    [InlineData("ftp://crepes.fr/a%2F%2E%2E", "crepes.fr 21 False - - a/.. ")]
    public void A_URL_names_server_login_and_path(string url, string expected)
    {
        var place = FtpPlace.Parse(url);

        Assert.Equal(expected, $"{place.Host} {place.Port} {place.IsTlsImplicit} {place.User ?? "-"} {place.Password ?? "-"} {place.Path} {place.Name}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://crepes.fr/a")]
    [InlineData("ftp:///a")]
    [InlineData("ftp://crepes.fr:99999/a")]
    public void What_is_no_such_URL_is_refused(string url)
    {
        Assert.Throws<UsageException>(() => FtpPlace.Parse(url));
    }
}
