using Analyzer.Capture;
using Analyzer.Dissection.Tls;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>Old suites, secrets in other forms, and what few programs do.</summary>
public sealed class TlsEchoTests
{
    public static TheoryData<string> All => [.. TlsRecording.EchoNames];

    public static TheoryData<string> Old => ["Echo/tls12-3des", "Echo/tls10-3des", "Echo/tls12-3des-encrypt-then-mac", "Echo/tls12-rc4", "Echo/tls10-rc4-md5", "Echo/tls12-null"];

    [Theory]
    [MemberData(nameof(All))]
    public void The_key_log_opens_what_both_sides_said(string name)
    {
        TlsPlayback read = TlsRecording.Read(name).Play();

        Assert.Equal((TlsRecording.ClientText, TlsRecording.ClientText), (read.Client, read.Server));
        Assert.DoesNotContain(read.Codes, code => code is "tls-resynchronised" or "tls-end-lost" or "tls-wrong-keys" or "tls-no-keys");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_server_that_was_captured_early_or_late_makes_no_difference(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);

        TlsPlayback late = recording.Play(recording.Connections[0].OrderBy(chunk => chunk.From == Direction.FromServer));
        TlsPlayback early = recording.Play(recording.Connections[0].OrderBy(chunk => chunk.From == Direction.FromClient));

        Assert.Equal((TlsRecording.ClientText, TlsRecording.ClientText), (late.Client, late.Server));
        Assert.Equal((TlsRecording.ClientText, TlsRecording.ClientText), (early.Client, early.Server));
    }

    static int FirstEcho(List<TlsChunk> records) => records.FindIndex(record => record.From == Direction.FromServer && record.Bytes[0] == ContentType.ApplicationData);

    [Theory]
    [MemberData(nameof(Old))]
    public void A_record_that_is_missing_is_a_gap_and_the_next_one_is_read(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        int lost = FirstEcho(records);
        records[lost] = new TlsChunk(Direction.FromServer, [], records[lost].Bytes.Length);

        TlsPlayback read = recording.Play(records);

        // In TLS 1.0 the next record but one is the first whose initialisation vector is known.
        bool isChained = name == "Echo/tls10-3des";
        Assert.Matches(isChained ? @"^(\[\d+\])+$" : @"^\[\d+\]NOOP\n$", read.Server);
        if (!isChained) Assert.Contains("tls-resynchronised", read.Codes);
    }

    [Theory]
    [MemberData(nameof(Old))]
    public void A_bit_that_is_wrong_costs_its_record_only(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        int at = FirstEcho(records);
        byte[] damaged = [.. records[at].Bytes];
        damaged[8] ^= 4;
        records[at] = new TlsChunk(Direction.FromServer, damaged);

        Assert.Matches(@"^\[\d+\]NOOP\n$", recording.Play(records).Server);
    }

    [Theory]
    [MemberData(nameof(Old))]
    public void Any_byte_may_be_wrong(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        byte[] sent = [.. recording.Connections[0].Where(chunk => chunk.From == Direction.FromServer).SelectMany(chunk => chunk.Bytes)];
        for (int at = 0; at < sent.Length; at += 5)
        {
            byte[] damaged = [.. sent];
            damaged[at] ^= (byte)(1 + at % 255);
            TlsPlayback read = recording.Play([.. recording.Connections[0].Where(chunk => chunk.From == Direction.FromClient), new TlsChunk(Direction.FromServer, damaged)]);

            Assert.True(read.Server.Length <= sent.Length);
        }
    }

    [Theory]
    [InlineData("Echo/tls12-rsa-ems")]
    [InlineData("Echo/tls12-rsa-no-ems")]
    [InlineData("Echo/tls11-rsa-ems")]
    public void A_pre_master_secret_is_written_out_as_the_master_secret_that_was_made_of_it(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        using var capture = new TlsCapture();
        capture.Connect(465, 40000, recording.Connections[0]);
        capture.Analyse(capture.File(), recording.Keys, new Analyzer.Dissection.AnalysisOptions { NoteSecrets = true }, out Analyzer.Dissection.Analysis analysis);

        string secrets = analysis.KeyLogOf(new HashSet<long> { 0 });

        Assert.StartsWith("CLIENT_RANDOM ", secrets, StringComparison.Ordinal);
        TlsPlayback read = TlsPlayback.Of([secrets.TrimEnd('\n')], recording.Connections);
        Assert.Equal(TlsRecording.ClientText, read.Server);
    }

    [Theory]
    [InlineData("Echo/tls12-rc4", "tls-weak-suite", "RC4 is broken")]
    [InlineData("Echo/tls12-3des", "tls-weak-suite", "its blocks are short")]
    [InlineData("Echo/tls12-null", "tls-weak-suite", "it does not encrypt")]
    public void What_is_weak_is_told_with_its_reason(string name, string code, string reason)
    {
        TlsPlayback read = TlsRecording.Read(name).Play();

        Assert.Contains(code, read.Codes);
        Assert.Contains(read.Texts, text => text.EndsWith(reason, StringComparison.Ordinal));
    }

    // The first and last of RFC 6229 section 2; all as OpenSSL 3.0 has them.
    [Theory]
    [InlineData("0102030405060708090a0b0c0d0e0f10", 0, "9ac7cc9a609d1ef7b2932899cde41b97")]
    [InlineData("0102030405060708090a0b0c0d0e0f10", 4096, "a36a4c301ae8ac13610ccbc12256cacc")]
    [InlineData("1ada31d5cf688221c109163908ebe51debb46227c6cc8b37641910833222772a", 0, "dd5bcb0018e922d494759d7c395d02d3")]
    public void The_key_stream_of_RC4_is_that_of_the_test_vectors(string key, long offset, string expected)
    {
        var stream = new Rc4(Convert.FromHexString(key));
        byte[] found = new byte[16];

        stream.Skip(offset);
        stream.Transform(new byte[16], found);

        Assert.Equal(expected, Convert.ToHexStringLower(found));
    }
}
