using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapTlsTests
{
    static readonly byte[] s_record = [0x16, 0x03, 0x01, 0x00, 0x05, 1, 0, 0, 1, (byte)'\n', 0x17, 3, 3, 0, 1, (byte)'*'];

    static ImapTranscript Offered() => new ImapTranscript().S("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready").C("a1 STARTTLS");

    [Fact]
    public void After_an_accepted_STARTTLS_both_directions_are_passed_over()
    {
        ImapResult result = Offered().S("a1 OK begin").Say(Direction.FromClient, s_record).Say(Direction.FromServer, s_record)
            .Gap(Direction.FromServer, 100).Say(Direction.FromServer, s_record).Run();

        Assert.Equal(TlsState.Started, result.Session.Tls);
        Assert.Equal(2, result.Exchanges.Count);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_refused_STARTTLS_goes_on_in_clear()
    {
        ImapResult result = Offered().S("a1 NO not now").C("a2 NOOP").S("a2 OK").Run();

        Assert.Equal(TlsState.Refused, result.Session.Tls);
        Assert.Contains("starttls-refused", result.Findings);
        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void A_STARTTLS_that_nobody_follows_is_a_finding_and_the_dialogue_goes_on()
    {
        ImapResult result = Offered().S("a1 OK begin").C("a2 NOOP").S("a2 OK").Run();

        Assert.Equal(["starttls-plain-continues"], result.Findings);
        Assert.Equal(TlsState.Offered, result.Session.Tls);
        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void A_command_between_STARTTLS_and_TLS_is_an_injection()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").ClientRaw("a1 STARTTLS\r\na2 LOGIN eve x\r\n").S("a1 OK begin").Say(Direction.FromClient, s_record).Say(Direction.FromServer, s_record).Run();

        Assert.Equal(["starttls-plain-continues", "starttls-injection", "cleartext-credentials"], result.Findings);
        Assert.Equal(TlsState.Started, result.Session.Tls);
    }

    [Fact]
    public void TLS_from_the_first_byte_is_noticed()
    {
        ImapResult result = new ImapTranscript().Say(Direction.FromClient, s_record).Say(Direction.FromServer, s_record).Run();

        Assert.Equal(TlsState.Started, result.Session.Tls);
        Assert.Empty(result.Exchanges);
    }

    [Fact]
    public void TLS_is_noticed_where_the_servers_side_is_missing()
    {
        ImapResult result = new ImapTranscript().C("a1 STARTTLS").Say(Direction.FromClient, s_record).Run();

        Assert.Equal((TlsState.Started, 1), (result.Session.Tls, result.Exchanges.Count));
    }
}
