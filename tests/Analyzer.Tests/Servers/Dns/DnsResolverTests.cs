using System.Net;
using System.Security.Cryptography;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Dns;
using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers.Dns;

public sealed class DnsResolverTests : IAsyncLifetime
{
    readonly LoopbackNetwork _network = new();
    DnsServer _server = null!;
    DnsResolver _resolver = null!;

    public async ValueTask InitializeAsync()
    {
        var zones = new DnsZones(
        [
            new ZoneRecord("crepes.fr", ZoneRecordType.Mx, "second.crepes.fr") { Preference = 20 },
            new ZoneRecord("crepes.fr", ZoneRecordType.Mx, "First.Crepes.fr.") { Preference = 10 },
            new ZoneRecord("crepes.fr", ZoneRecordType.Mx, "missing.crepes.fr") { Preference = 5 },
            new ZoneRecord("first.crepes.fr", ZoneRecordType.A, "127.0.0.2"),
            new ZoneRecord("first.crepes.fr", ZoneRecordType.Aaaa, "::1"),
            new ZoneRecord("second.crepes.fr", ZoneRecordType.A, "127.0.0.3"),
            new ZoneRecord("plain.fr", ZoneRecordType.A, "127.0.0.4"),
            new ZoneRecord("silent.fr", ZoneRecordType.Mx, ".") { Preference = 0 },
            new ZoneRecord("lost.fr", ZoneRecordType.Mx, "nowhere.fr") { Preference = 1 },
            new ZoneRecord(DnsZones.ReverseName(IPAddress.Parse("127.0.0.2")), ZoneRecordType.Ptr, "first.crepes.fr"),
            new ZoneRecord(DnsZones.ReverseName(IPAddress.IPv6Loopback), ZoneRecordType.Ptr, "six.fr"),
            new ZoneRecord("text.fr", ZoneRecordType.Txt, new string('x', 1000)),
            new ZoneRecord("xn--crpe-hpa.fr", ZoneRecordType.A, "127.0.0.5"),
        ]);
        _server = await DnsServer.StartAsync(_network, new IPEndPoint(IPAddress.Loopback, 0), zones, new ServerLimits(), CancellationToken.None);
        _resolver = new DnsResolver(_network, _server.Local, RandomNumberGenerator.GetBytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _network.Dispose();
    }

    [Fact]
    public async Task Mail_exchangers_come_in_order_of_preference_with_their_addresses()
    {
        MailExchangers found = await _resolver.FindMailExchangersAsync("crepes.fr", CancellationToken.None);

        Assert.Equal(MailExchangerStatus.Found, found.Status);
        Assert.Equal(["First.Crepes.fr 10 127.0.0.2 ::1", "second.crepes.fr 20 127.0.0.3"], found.Hosts.Select(host => $"{host.Host} {host.Preference} {string.Join(' ', host.Addresses)}"));
    }

    [Fact]
    public async Task A_domain_without_MX_takes_its_mail_itself()
    {
        MailExchangers found = await _resolver.FindMailExchangersAsync("plain.fr", CancellationToken.None);

        Assert.Equal("plain.fr", Assert.Single(found.Hosts).Host);
    }

    [Theory]
    [InlineData("nowhere.fr", MailExchangerStatus.NoSuchDomain)]
    [InlineData("silent.fr", MailExchangerStatus.TakesNoMail)]
    [InlineData("lost.fr", MailExchangerStatus.NoHost)]
    [InlineData("text.fr", MailExchangerStatus.NoHost)]
    [InlineData("", MailExchangerStatus.NoSuchDomain)]
    [InlineData("a..b", MailExchangerStatus.NoSuchDomain)]
    [InlineData("a b", MailExchangerStatus.NoSuchDomain)]
    public async Task Why_there_is_no_host_is_told(string domain, MailExchangerStatus status)
    {
        Assert.Equal(status, (await _resolver.FindMailExchangersAsync(domain, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Addresses_have_names()
    {
        Assert.Equal("first.crepes.fr", Assert.Single((await _resolver.AskAsync("2.0.0.127.in-addr.arpa", ZoneRecordType.Ptr, CancellationToken.None)).Records).Data);
        Assert.Equal("six.fr", Assert.Single((await _resolver.AskAsync(DnsZones.ReverseName(IPAddress.IPv6Loopback), ZoneRecordType.Ptr, CancellationToken.None)).Records).Data);
    }

    [Fact]
    public async Task What_a_datagram_cannot_hold_comes_over_TCP()
    {
        Assert.Equal(new string('x', 1000), Assert.Single((await _resolver.AskAsync("text.fr", ZoneRecordType.Txt, CancellationToken.None)).Records).Data);
    }

    [Fact]
    public async Task A_name_in_another_script_is_asked_for_in_its_ASCII_form()
    {
        Assert.Equal("127.0.0.5", (await _resolver.FindAddressesAsync("crêpe.fr", CancellationToken.None)).Addresses.Single().ToString());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_temporary_failure()
    {
        IPEndPoint gone = _server.Local;
        await _server.DisposeAsync();
        var resolver = new DnsResolver(_network, gone, RandomNumberGenerator.GetBytes);

        Assert.Equal(MailExchangerStatus.Unavailable, (await resolver.FindMailExchangersAsync("crepes.fr", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Several_questions_go_over_one_TCP_connection()
    {
        await using var connection = await _network.ConnectAsync(_server.Local, null, CancellationToken.None);
        byte[] question = Convert.FromHexString("001C123400000001000000000000" + "05706C61696E026672" + "0000010001" + "0000");
        byte[] framed = [0, (byte)(question.Length - 4), .. question.AsSpan(2, question.Length - 4)];
        Stream input = connection.Transport.Input.AsStream();

        for (int round = 0; round < 3; round++)
        {
            await connection.Transport.Output.WriteAsync(framed, TestContext.Current.CancellationToken);
            byte[] length = new byte[2];
            await input.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
            byte[] answer = new byte[length[1]];
            await input.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            Assert.Equal([127, 0, 0, 4], answer[^4..]);
        }
    }
}
