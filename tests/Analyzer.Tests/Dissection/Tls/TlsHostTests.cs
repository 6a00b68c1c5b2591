using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>What encrypted sessions tell of hosts.</summary>
public sealed class TlsHostTests
{
    static TlsHost HostOf(RecordList records, string address) =>
        Assert.IsType<TlsHost>(records.OfType<HostRecord>().Single(host => $"{host.Address}" == address).Tls);

    [Fact]
    public void Client_and_server_have_what_they_said()
    {
        TlsRecording newest = TlsRecording.Read("tls13-alpn"), older = TlsRecording.Read("tls12-gcm128");
        using var capture = new TlsCapture();
        RecordList records = capture.Connect(465, 40000, newest.Connections[0]).Connect(993, 40001, older.Connections[0]).Analyse();

        TlsHost client = HostOf(records, "10.0.0.1"), server = HostOf(records, "10.0.0.2");

        Assert.Equal((2, 2, client.Bytes), (client.Sessions, server.Sessions, server.Bytes));
        Assert.Equal(["TLSv1.2", "TLSv1.3"], server.Versions.Order(StringComparer.Ordinal));
        Assert.Equal(["mail.example.test"], server.ServerNames);
        Assert.Equal((2, 2, 0), (client.Ja3.Count, client.Ja4.Count, client.Ja3S.Count));
        Assert.Equal((0, 0, 2), (server.Ja3.Count, server.Ja4.Count, server.Ja3S.Count));
        Assert.Equal("CN=mail.example.test", Assert.Single(server.Certificates).Subject);
        Assert.Empty(client.Certificates);
    }

    [Fact]
    public void A_host_that_speaks_in_clear_has_none()
    {
        using TlsCapture capture = new TlsCapture().Connect(25, 40000, TlsCapture.Lines("S 220 ready", "C EHLO a", "S 250 ok"));

        Assert.All(capture.Analyse().OfType<HostRecord>(), host => Assert.Null(host.Tls));
    }

    [Fact]
    public void A_certificate_that_is_shown_often_is_told_once()
    {
        TlsRecording recording = TlsRecording.Read("tls12-gcm128");
        using var capture = new TlsCapture();
        for (ushort i = 0; i < 20; i++) capture.Connect(993, (ushort)(40000 + i), recording.Connections[0]);

        TlsHost server = HostOf(capture.Analyse(), "10.0.0.2");

        Assert.Equal((20, 1, 1), (server.Sessions, server.Certificates.Count, server.Ciphers.Count));
    }
}
