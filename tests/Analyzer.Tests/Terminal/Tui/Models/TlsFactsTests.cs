using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Tests.Terminal.Tui.Models;

/// <summary>What the screens tell of TLS.</summary>
public sealed class TlsFactsTests
{
    static readonly TlsCertificate s_certificate = new()
    {
        Subject = "CN=mail.example",
        Issuer = "CN=Some CA",
        Names = ["mail.example"],
        NotBefore = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
        NotAfter = new DateTime(2027, 3, 4, 0, 0, 0, DateTimeKind.Utc),
        Key = "EC 256",
        Sha256 = "00",
    };

    static readonly TlsDetails s_tls = new()
    {
        Start = new Timestamp(1),
        Packet = 4,
        Version = "TLSv1.3",
        Cipher = "TLS_AES_128_GCM_SHA256",
        ServerName = "mail.example",
        AlpnOffered = ["imap"],
        Ja3 = "j3",
        Ja4 = "j4",
        Certificates = [s_certificate],
        Alerts = ["server: fatal unknown_ca"],
        ClientBytes = 100,
        ServerBytes = 2000,
        ClientPlainBytes = 10,
        ServerPlainBytes = 20,
    };

    static SessionRecord Session(TlsDetails? tls) => new() { Id = 1, Stream = 0, Protocol = "imap", Client = default, Server = default, Messages = [], Transfers = [], TlsDetails = tls };

    static string Inspect(Analyzer.Dissection.Sessions.Record about) =>
        string.Join('\n', new Inspector(Session(s_tls), new ViewSettings()).Lines(new DialogueRow("", "", ' ', new ConversationLine(null, null, Speaker.Client, "x", null, Tone.Plain) { About = about }), 1, 1));

    [Fact]
    public void The_dialogue_has_one_line_of_it_and_the_inspector_all()
    {
        ConversationLine line = Assert.Single(new ConversationScript(Session(s_tls), [], reveals: false).Lines());

        Assert.Equal("[TLSv1.3 TLS_AES_128_GCM_SHA256, mail.example, CN=mail.example, 100 B sent, 2.0 kB received]", line.Text);
        string all = string.Join('\n', TlsText.Facts(s_tls));
        foreach (string fact in (string[])["j3", "j4", "offered: imap", "server: fatal unknown_ca", "CN=mail.example for mail.example, by CN=Some CA, EC 256, 2026-01-02 to 2027-03-04"]) Assert.Contains(fact, all, StringComparison.Ordinal);
        Assert.Contains("TLSv1.3", Inspect(Session(s_tls)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_in_clear_has_no_line_of_it() => Assert.Empty(new ConversationScript(Session(null), [], reveals: false).Lines());

    [Fact]
    public void The_inspector_leads_to_record_and_packets()
    {
        var origin = new TlsOrigin(0, Direction.FromClient, 4711, 1045, 17, 18);

        string command = Inspect(new ExchangeRecord { Session = 1, Number = 1, Phase = "selected", Command = "NOOP", Packet = 17, Origin = origin });

        Assert.Contains("packet 17", command, StringComparison.Ordinal);
        Assert.Contains("TLS records at byte 4711 of the client's stream, 1045 bytes, to packet 18", command, StringComparison.Ordinal);
        Assert.DoesNotContain("TLS", Inspect(new ExchangeRecord { Session = 1, Number = 1, Phase = "selected", Command = "NOOP", Packet = 17 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_tell_their_certificates()
    {
        var host = new HostRecord { Address = default, Names = [], Protocols = [], Software = [], Tls = new TlsHost { Sessions = 3, Versions = ["TLSv1.3"], ServerNames = ["mail.example"], Certificates = [s_certificate] } };

        string details = string.Join('\n', new HostListModel(new CaptureIndex(), new ViewSettings()).Details(host));

        Assert.Contains("TLSv1.3", details, StringComparison.Ordinal);
        Assert.Contains("CN=mail.example for mail.example", details, StringComparison.Ordinal);
    }
}
