using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>What undoes the protection of an upgrade to TLS is told in every protocol.</summary>
public sealed class TlsSafetyTests
{
    static readonly TlsRecording s_recording = TlsRecording.Read("tls13-aes256-gcm");

    /// <summary>How a protocol speaks of TLS; an offer that was overwritten has the same length.</summary>
    public sealed record Speech(ushort Port, string[] Opening, string Offer, string Overwritten, string Ask, string Agree, string Refuse, string Command, string Reply, string[] Login);

    static readonly Dictionary<string, Speech> s_speeches = new()
    {
        ["smtp"] = new(25, ["S 220 ready", "C EHLO a", "S 250-mx", "S 250 {0}"], "STARTTLS", "XXXXXXXA", "STARTTLS", "220 go", "454 no", "RSET", "250 injected", ["C AUTH PLAIN AGFubgBzZWNyZXQ=", "S 235 in"]),
        ["pop3"] = new(110, ["S +OK ready", "C CAPA", "S +OK", "S USER", "S {0}", "S ."], "STLS", "XXXX", "STLS", "+OK go", "-ERR no", "NOOP", "+OK injected", ["C USER ann", "S +OK", "C PASS secret", "S +OK in"]),
        ["imap"] = new(143, ["S * OK [CAPABILITY IMAP4rev1 {0}] ready"], "STARTTLS", "XXXXXXXX", "a1 STARTTLS", "a1 OK go", "a1 NO no", "a2 NOOP", "* OK injected", ["C a3 LOGIN ann secret", "S a3 OK in"]),
        ["ftp"] = new(21, ["S 220 ready", "C FEAT", "S 211-Features:", "S  {0}", "S 211 End"], "AUTH TLS", "XXXX XXX", "AUTH TLS", "234 go", "534 no", "NOOP", "250 injected", ["C USER ann", "S 331 password", "C PASS secret", "S 230 in"]),
    };

    public static TheoryData<string> Protocols => [.. s_speeches.Keys];

    static RecordList Analyse(string protocol, Func<Speech, IEnumerable<TlsChunk>> behind, bool isOverwritten = false)
    {
        Speech speech = s_speeches[protocol];
        IEnumerable<string> opening = speech.Opening.Select(line => line.Replace("{0}", isOverwritten ? speech.Overwritten : speech.Offer, StringComparison.Ordinal));
        using TlsCapture capture = new TlsCapture().Connect(speech.Port, 40000, [.. TlsCapture.Lines(opening), .. behind(speech)]);
        return capture.Analyse(s_recording.Keys);
    }

    // What one side says in one packet.
    static TlsChunk Said(Direction from, params string[] lines) => new(from, Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))));

    static IEnumerable<string> Codes(RecordList records) => records.OfType<FindingRecord>().Select(finding => finding.Code).Where(code => code.StartsWith("starttls", StringComparison.Ordinal) || code == "cleartext-credentials");

    static TlsState Tls(RecordList records) => records.OfType<SessionRecord>().Single().Tls;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void An_upgrade_as_it_should_be_is_no_finding(string protocol)
    {
        RecordList records = Analyse(protocol, speech => [Said(Direction.FromClient, speech.Ask), Said(Direction.FromServer, speech.Agree), .. s_recording.Connections[0]]);

        Assert.Empty(Codes(records));
        Assert.Equal(TlsState.Decrypted, Tls(records));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_command_in_clear_behind_the_request_is_an_injection(string protocol)
    {
        RecordList records = Analyse(protocol, speech => [Said(Direction.FromClient, speech.Ask, speech.Command), Said(Direction.FromServer, speech.Agree), .. s_recording.Connections[0]]);

        Assert.Contains("starttls-injection", Codes(records));
        Assert.Equal(TlsState.Decrypted, Tls(records));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_reply_in_clear_behind_the_agreement_is_an_injection(string protocol)
    {
        RecordList records = Analyse(protocol, speech => [Said(Direction.FromClient, speech.Ask), Said(Direction.FromServer, speech.Agree, speech.Reply), .. s_recording.Connections[0]]);

        Assert.Contains("starttls-injection", Codes(records));
        Assert.Equal(TlsState.Decrypted, Tls(records));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_login_in_clear_behind_the_agreement_is_told(string protocol)
    {
        RecordList records = Analyse(protocol, speech => [Said(Direction.FromClient, speech.Ask), Said(Direction.FromServer, speech.Agree), .. TlsCapture.Lines(speech.Login)]);

        Assert.Equal(["cleartext-credentials", "starttls-plain-continues"], Codes(records).Order(StringComparer.Ordinal));
        Assert.Equal("ann", records.OfType<CredentialRecord>().Single().User);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_refusal_of_what_was_offered_is_told(string protocol)
    {
        RecordList records = Analyse(protocol, speech => [Said(Direction.FromClient, speech.Ask), Said(Direction.FromServer, speech.Refuse), .. TlsCapture.Lines(speech.Login)]);

        Assert.Equal(["cleartext-credentials", "starttls-refused"], Codes(records).Order(StringComparer.Ordinal));
        Assert.All(records.OfType<FindingRecord>(), finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.Equal(TlsState.Refused, Tls(records));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void An_offer_that_was_overwritten_is_told(string protocol)
    {
        RecordList records = Analyse(protocol, speech => TlsCapture.Lines(speech.Login), isOverwritten: true);

        Assert.Contains("starttls-stripped", Codes(records));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_login_in_clear_though_TLS_is_offered_is_a_warning(string protocol)
    {
        RecordList records = Analyse(protocol, speech => TlsCapture.Lines(speech.Login));

        Assert.Equal(Severity.Warning, records.OfType<FindingRecord>().Single(finding => finding.Code == "cleartext-credentials").Severity);
    }
}
