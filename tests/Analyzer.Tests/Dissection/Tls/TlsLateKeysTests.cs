using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>Keys that are written after what they open was captured.</summary>
public sealed class TlsLateKeysTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly TlsPlayback _read = new();
    readonly TlsRun _run;
    readonly TlsConnection _connection;

    public TlsLateKeysTests()
    {
        var store = new CaptureStore(SpoolUse.None);
        _run = new TlsRun(new AnalysisOptions { KeyLogs = [Log] }, store);
        _run.Keys.Watch(new CaptureDescription { File = "eth0", Number = 0, Format = "pcapng" }, isLive: true);
        _connection = new TlsConnection(_run, _read);
    }

    string Log => _folder.At("keys");

    public void Dispose()
    {
        _connection.Release();
        _folder.Dispose();
    }

    public static TheoryData<string> Names => [.. TlsRecording.Names.Where(name => name is not ("refused" or "tls12-renegotiation") && TlsRecording.Read(name).Connections.Count == 1), .. TlsRecording.EchoNames];

    static string ServerText(string name) => name.StartsWith("Echo", StringComparison.Ordinal) ? TlsRecording.ClientText : TlsRecording.ServerText;

    [Theory]
    [MemberData(nameof(Names))]
    public void Records_wait_until_the_log_has_their_keys(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        _read.Push(_connection, recording.Connections[0]);
        Assert.Equal(("", ""), (_read.Client, _read.Server));

        File.WriteAllLines(Log, recording.Keys);
        _run.WakeUp();

        Assert.Equal((TlsRecording.ClientText, ServerText(name)), (_read.Client, _read.Server));
        Assert.DoesNotContain(_read.Codes, code => code is "tls-no-keys" or "tls-resynchronised" or "tls-wrong-keys");
        Assert.Equal((0L, false), (_run.Held, _run.HasWaiting));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keys_that_come_between_two_records_open_both(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);

        for (int cut = 0; cut < records.Count; cut += 3)
        {
            var read = new TlsPlayback();
            var connection = new TlsConnection(_run, read);
            File.Delete(Log);
            read.Push(connection, records.Take(cut));
            File.WriteAllLines(Log, recording.Keys);
            read.Push(connection, records.Skip(cut));
            read.End(connection);
            Assert.Equal((TlsRecording.ClientText, ServerText(name)), (read.Client, read.Server));
        }
    }

    [Fact]
    public void Keys_may_come_one_after_the_other()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        List<TlsChunk> records = recording.RecordsOf(0);
        List<string> keys = [.. recording.Keys.OrderBy(line => line.Contains("TRAFFIC_SECRET_0", StringComparison.Ordinal))];

        for (int i = 0; i < records.Count; i++)
        {
            if (i >= 4 && i - 4 < keys.Count) File.AppendAllText(Log, keys[i - 4] + "\n");
            _read.Push(_connection, [records[i]]);
        }
        _read.End(_connection);

        Assert.Equal((TlsRecording.ClientText, TlsRecording.ServerText), (_read.Client, _read.Server));
    }

    [Fact]
    public void Without_keys_all_is_given_up_at_the_end()
    {
        File.WriteAllText(Log, "");
        _read.Push(_connection, TlsRecording.Read("tls12-gcm128").Connections[0]);
        Assert.DoesNotContain("tls-no-keys", _read.Codes);

        _read.End(_connection);

        Assert.Contains("tls-no-keys", _read.Codes);
        Assert.Equal((0L, false), (_run.Held, _run.HasWaiting));
    }

    [Theory]
    [InlineData("tls13-aes128-gcm")]
    [InlineData("tls12-gcm128")]
    [InlineData("Echo/tls12-3des")]
    public void Too_many_records_do_not_wait_but_what_comes_behind_them_is_read(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        int last = records.FindLastIndex(record => record.From == Direction.FromServer && record.Bytes[0] == ContentType.ApplicationData && record.Bytes.Length is not (5 + 2 + 1 + 16 or 5 + 1 + 1 + 16));
        // A gap, as the test cannot make records: what is not there was once sent.
        byte[] filler = [ContentType.ApplicationData, 3, 3, 0x40, 0, .. new byte[0x4000]];
        _read.Push(_connection, records.Take(last));
        _read.Push(_connection, Enumerable.Repeat(new TlsChunk(Direction.FromServer, filler), 1 + TlsLimits.AwaitingKeys / filler.Length));
        Assert.Contains("tls-keys-awaited-limit", _read.Codes);
        Assert.True(_run.Held <= TlsLimits.AwaitingKeys);

        File.WriteAllLines(Log, recording.Keys);
        _read.Push(_connection, records.Skip(last));

        Assert.True(_run.Held <= TlsLimits.AwaitingKeys);
    }

    [Fact]
    public void A_line_of_which_half_is_written_is_read_when_it_is_whole()
    {
        TlsRecording recording = TlsRecording.Read("tls12-gcm128");
        string line = recording.Keys[0];
        File.WriteAllText(Log, line[..^20]);
        _read.Push(_connection, recording.Connections[0]);

        File.AppendAllText(Log, line[^20..]);
        _run.WakeUp();

        Assert.Equal(TlsRecording.ServerText, _read.Server);
    }

    [Fact]
    public void A_log_that_is_begun_anew_is_read_anew()
    {
        TlsRecording recording = TlsRecording.Read("tls12-gcm128");
        File.WriteAllText(Log, string.Concat(Enumerable.Repeat("# nothing\n", 100)));
        _read.Push(_connection, recording.Connections[0]);

        File.WriteAllLines(Log, recording.Keys);
        _run.WakeUp();

        Assert.Equal(TlsRecording.ServerText, _read.Server);
    }

    [Fact]
    public void Secrets_behind_the_packets_of_a_file_do_as_well()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes256-gcm");
        using TlsCapture capture = new TlsCapture().Connect(465, 40000, recording.Connections[0]).Connect(465, 40001, recording.Connections[0]).Secrets(recording.Keys);

        RecordList records = capture.Analyse();

        Assert.All(records.OfType<SessionRecord>(), session => Assert.Equal(TlsState.Decrypted, session.Tls));
        Assert.Equal(6, records.OfType<ExchangeRecord>().Count());
        Assert.DoesNotContain(records.OfType<FindingRecord>(), finding => finding.Code.StartsWith("tls-keylog", StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_in_a_pipe_open_connections_that_have_not_ended()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes256-gcm");
        using var capture = new TlsCapture();
        capture.Connect(465, 40000, recording.Connections[0], () => capture.Secrets(recording.Keys));

        RecordList records = AsPipe(capture.File());

        Assert.Equal(TlsState.Decrypted, records.OfType<SessionRecord>().Single().Tls);
        Assert.Equal(3, records.OfType<ExchangeRecord>().Count());
    }

    static RecordList AsPipe(string file)
    {
        var records = new RecordList();
        using var store = new CaptureStore(SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(File.OpenRead(file), "-", 0, out IPacketSource? source, out _));
        var analysis = new Analysis(new AnalysisOptions(), records, store);
        using (source) analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        return records;
    }
}
