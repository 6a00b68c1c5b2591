using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class TlsSessionTests
{
    static readonly TlsRecording s_recording = TlsRecording.Read("tls13-aes256-gcm");

    static IEnumerable<TlsChunk> Clear => TlsCapture.Lines("S 220 ready", "C EHLO client.example", "S 250-mx", "S 250 STARTTLS", "C STARTTLS", "S 220 go");

    static string Dialogue(RecordList records) =>
        string.Join(", ", records.OfType<ExchangeRecord>().OrderBy(exchange => exchange.Number).Select(exchange => $"{exchange.Command ?? "-"} {exchange.ReplyCode}"));

    static IEnumerable<string> Codes(RecordList records) => records.OfType<FindingRecord>().Select(finding => finding.Code);

    [Fact]
    public void A_session_on_a_port_of_TLS_is_read_as_if_in_clear()
    {
        using TlsCapture capture = new TlsCapture().Connect(465, 40000, s_recording.Connections[0]);

        RecordList records = capture.Analyse(s_recording.Keys);

        SessionRecord session = records.OfType<SessionRecord>().Single();
        Assert.Equal(("smtp", TlsState.Decrypted, "TLSv1.3", "mail.example.test"), (session.Protocol, session.Tls, session.TlsDetails?.Version, session.TlsDetails?.ServerName));
        Assert.Equal("- 220, EHLO 250, NOOP 250", Dialogue(records));
    }

    [Fact]
    public void Secrets_in_the_capture_itself_do_as_well()
    {
        using TlsCapture capture = new TlsCapture(s_recording.Keys).Connect(465, 40000, s_recording.Connections[0]);

        Assert.Equal("- 220, EHLO 250, NOOP 250", Dialogue(capture.Analyse()));
    }

    [Fact]
    public void Without_keys_the_session_tells_what_is_known()
    {
        using TlsCapture capture = new TlsCapture().Connect(465, 40000, s_recording.Connections[0]);

        RecordList records = capture.Analyse();

        SessionRecord session = records.OfType<SessionRecord>().Single();
        Assert.Equal((TlsState.Started, "TLS_AES_256_GCM_SHA384"), (session.Tls, session.TlsDetails?.Cipher));
        Assert.Equal(["encrypted"], Codes(records));
        Assert.Empty(records.OfType<ExchangeRecord>());
    }

    [Fact]
    public void After_an_upgrade_the_dialogue_goes_on()
    {
        TlsRecording mail = TlsRecording.Read("Mail/smtp-mail");
        using TlsCapture capture = new TlsCapture().Connect(25, 40000, [.. Clear, .. mail.Connections[0]]);

        RecordList records = capture.Analyse(mail.Keys);

        Assert.Equal("- 220, EHLO 250, STARTTLS 220, EHLO 250, AUTH 235, MAIL 250, RCPT 250, DATA 250", Dialogue(records));
        Assert.Equal(TlsState.Decrypted, records.OfType<SessionRecord>().Single().Tls);
        MessageRecord message = records.OfType<MessageRecord>().Single();
        Assert.Equal((true, "under cover", "ann@a.example"), (message.Complete, message.Subject, message.Envelope?.From));
        Assert.Equal("sesame", records.OfType<CredentialRecord>().Single().Secret);
        Assert.DoesNotContain("cleartext-credentials", Codes(records));
    }

    [Fact]
    public void A_message_with_a_lost_record_is_incomplete()
    {
        TlsRecording mail = TlsRecording.Read("Mail/smtp-mail");
        List<TlsChunk> chunks = mail.Connections[0];
        int text = chunks.FindLastIndex(chunk => chunk.From == Direction.FromClient && chunk.Bytes.Length > 40);
        byte[] damaged = [.. chunks[text].Bytes];
        damaged[10] ^= 1;
        chunks[text] = chunks[text] with { Bytes = damaged };
        using TlsCapture capture = new TlsCapture().Connect(25, 40000, [.. Clear, .. chunks]);

        RecordList records = capture.Analyse(mail.Keys);

        Assert.False(records.OfType<MessageRecord>().Single().Complete);
    }

    [Theory]
    [InlineData(110, "pop3")]
    [InlineData(995, "pop3")]
    [InlineData(993, "imap")]
    [InlineData(990, "ftp")]
    public void Every_protocol_has_it(ushort port, string protocol)
    {
        using TlsCapture capture = new TlsCapture().Connect(port, 40000, s_recording.Connections[0]);

        SessionRecord session = capture.Analyse(s_recording.Keys).OfType<SessionRecord>().Single();

        Assert.Equal((protocol, TlsState.Decrypted), (session.Protocol, session.Tls));
        Assert.Equal(TlsRecording.ClientText.Length, session.TlsDetails?.ClientPlainBytes);
    }

    [Fact]
    public void Clear_text_on_a_port_of_TLS_is_read_and_told()
    {
        using TlsCapture capture = new TlsCapture().Connect(465, 40000, TlsCapture.Lines("S 220 ready", "C EHLO a", "S 250 ok", "C QUIT", "S 221 bye"));

        RecordList records = capture.Analyse();

        Assert.Equal("- 220, EHLO 250, QUIT 221", Dialogue(records));
        Assert.Contains("tls-port-in-clear", Codes(records));
    }

    [Fact]
    public void A_protected_data_connection_gives_its_file()
    {
        IEnumerable<TlsChunk> control = TlsCapture.Lines("S 220 ready", "C USER ann", "S 331 password", "C PASS x", "S 230 in", "C PBSZ 0", "S 200 ok", "C PROT P", "S 200 ok",
            "C TYPE I", "S 200 ok", "C PASV", "S 227 (10,0,0,2,19,137)", "C RETR greeting.txt", "S 150 here");
        using var capture = new TlsCapture();
        capture.Connect(21, 40000, [.. control, .. TlsCapture.Lines("S 226 done", "C QUIT", "S 221 bye")]);
        capture.Connect(5001, 40001, s_recording.Connections[0]);

        TransferRecord read = capture.Analyse(s_recording.Keys).OfType<TransferRecord>().Single();
        RecordList closed = capture.Analyse();

        Assert.Equal((true, TlsRecording.ServerText.Length), (read.Complete, read.Size));
        Assert.False(closed.OfType<TransferRecord>().Single().Complete);
        Assert.Contains("encrypted-data", Codes(closed));
    }

    [Fact]
    public void What_was_decrypted_is_a_capture_that_gives_the_same()
    {
        using TlsCapture capture = new TlsCapture().Connect(465, 40000, s_recording.Connections[0]);
        using (var clear = new DecryptedCapture(File.Create(capture.At("clear"))))
        {
            capture.Analyse(s_recording.Keys, new AnalysisOptions { PlainTextTap = clear });
            Assert.Equal(1, clear.Connections);
        }

        RecordList records = capture.Analyse(capture.At("clear"), null, null, out _);

        Assert.Equal("- 220, EHLO 250, NOOP 250", Dialogue(records));
        SessionRecord session = records.OfType<SessionRecord>().Single();
        Assert.Equal((TlsState.None, (ushort)25, SessionOutcome.Finished), (session.Tls, session.Server.Port, session.Outcome));
        Assert.Empty(records.OfType<FindingRecord>());
    }

    [Fact]
    public void Packets_with_their_secrets_are_a_capture_that_opens_itself()
    {
        TlsRecording other = TlsRecording.Read("tls13-chacha20");
        using var capture = new TlsCapture();
        capture.Connect(465, 40000, s_recording.Connections[0]);
        capture.Connect(8443, 40001, other.Connections[0]);
        var packets = new SessionPackets();
        RecordList found = capture.Analyse(capture.File(), [.. s_recording.Keys, .. other.Keys], new AnalysisOptions { NoteSecrets = true }, out Analysis analysis);
        found.ForEach(packets.Note);
        string secrets = analysis.KeyLogOf(packets.Streams);
        using var store = new CaptureStore(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(capture.File(), 0, store, out IPacketSource? source, out _));
        using (var writer = new PcapNgWriter(File.Create(capture.At("opened"))))
        {
            using (source) packets.Copy([source], writer, System.Text.Encoding.ASCII.GetBytes(secrets));
        }

        RecordList records = capture.Analyse(capture.At("opened"), null, null, out _);

        Assert.Equal("- 220, EHLO 250, NOOP 250", Dialogue(records));
        Assert.Single(records.OfType<StreamRecord>());
        Assert.DoesNotContain(other.Keys[0].Split(' ')[1], secrets, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_protected_data_connection_may_come_in_packets_of_any_size(int size)
    {
        using var capture = new TlsCapture();
        capture.Connect(21, 40000, TlsCapture.Lines("S 220 ready", "C USER ann", "S 331 password", "C PASS x", "S 230 in", "C PROT P", "S 200 ok", "C PASV", "S 227 (10,0,0,2,19,137)", "C RETR greeting.txt", "S 150 here", "S 226 done"));
        capture.Connect(5001, 40001, s_recording.Connections[0].SelectMany(chunk => chunk.Bytes.Chunk(size).Select(part => chunk with { Bytes = part })));

        TransferRecord read = capture.Analyse(s_recording.Keys).OfType<TransferRecord>().Single();

        Assert.Equal((true, TlsRecording.ServerText.Length), (read.Complete, read.Size));
    }
}
