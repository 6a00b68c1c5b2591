using Analyzer.Dissection.Names;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Sessions;

public sealed class HostTableTests
{
    static readonly SessionRecord s_session = RecordSamples.Session with { Protocol = "smtp", ClientName = "pc", ServerName = "mail", ServerSoftware = "Postfix", ClientBytes = 10, ServerBytes = 5 };

    [Fact]
    public void A_session_counts_for_both_its_hosts()
    {
        var table = new HostTable(new HostNames());
        table.Add(s_session);
        table.Add(s_session with { Protocol = "imap", ServerSoftware = "Dovecot" });

        Assert.Equal(
            [("10.1.4.23", "pc", "smtp client, imap client", "", 2, 30L), ("198.51.100.7", "mail", "smtp server, imap server", "Postfix, Dovecot", 2, 30L)],
            table.Records().Select(host => ($"{host.Address}", string.Join(", ", host.Names), string.Join(", ", host.Protocols), string.Join(", ", host.Software), host.Sessions, host.Bytes)));
    }

    [Fact]
    public void Names_of_the_DNS_stand_before_those_of_the_dialogue()
    {
        var names = new HostNames();
        names.Add(RecordSamples.Server.Address, "mx1.example");
        var table = new HostTable(names);
        table.Add(s_session);

        Assert.Equal(["mx1.example", "mail"], table.Records().Last().Names);
    }

    [Fact]
    public void Made_up_banners_and_names_are_kept_within_limits()
    {
        var table = new HostTable(new HostNames());
        for (int i = 0; i < 100; i++) table.Add(s_session with { ServerName = $"mail{i}", ServerSoftware = $"Server {i}" });

        HostRecord server = table.Records().Last();
        Assert.Equal((HostNames.MaxNames, 8, 100), (server.Names.Count, server.Software.Count, server.Sessions));
    }
}
