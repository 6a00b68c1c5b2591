using Analyzer.Capture;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class TlsDamageTests
{
    public static TheoryData<string> Suites =>
        ["tls13-aes128-gcm", "tls13-chacha20", "tls12-gcm128", "tls12-chacha20", "tls12-ccm8", "tls12-cbc-sha1", "tls12-cbc-mac-then-encrypt", "tls11-cbc", "tls10-cbc", "tls10-cbc-mte"];

    const string Rest = "250 ok\n";

    // In TLS 1.3 an alert looks like data.
    const int Alert = 5 + 2 + 1 + 16;

    // The server's record with its second reply, counted among all chunks.
    static int SecondReply(List<TlsChunk> records)
    {
        int[] data = [.. Enumerable.Range(0, records.Count).Where(i => records[i].From == Direction.FromServer && records[i].Bytes[0] == 23 && records[i].Bytes.Length != Alert)];
        // Three replies stand last, in TLS 1.0 each behind an empty record.
        return data[records[data[0]].Bytes[2] == 1 ? ^3 : ^2];
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_record_that_is_missing_is_a_gap_and_the_next_one_is_read(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        int lost = SecondReply(records);
        records[lost] = new TlsChunk(Direction.FromServer, [], records[lost].Bytes.Length);

        TlsPlayback read = recording.Play(records);

        Assert.Matches(@"^220 ready\n\[\d+\]250 ok\n$", read.Server);
        Assert.Contains("tls-resynchronised", read.Codes);
        bool isExact = !name.Contains("cbc", StringComparison.Ordinal);
        if (isExact) Assert.Contains("[22]", read.Server, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_bit_that_is_wrong_costs_its_record_only(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        byte[] damaged = [.. records[SecondReply(records)].Bytes];
        damaged[^2] ^= 4;
        records[SecondReply(records)] = new TlsChunk(Direction.FromServer, damaged);

        TlsPlayback read = recording.Play(records);

        Assert.EndsWith(Rest, read.Server, StringComparison.Ordinal);
        Assert.DoesNotContain("mail.example", read.Server, StringComparison.Ordinal);
        Assert.Contains("tls-resynchronised", read.Codes);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(0, 6)]
    [InlineData(20, 10)]
    public void A_gap_inside_of_a_record_costs_that_record_only(int at, int gap)
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        List<TlsChunk> records = recording.RecordsOf(0);
        int lost = SecondReply(records);
        byte[] whole = records[lost].Bytes;
        records[lost] = new TlsChunk(Direction.FromServer, whole[..at]);
        records.Insert(lost + 1, new TlsChunk(Direction.FromServer, [], gap));
        records.Insert(lost + 2, new TlsChunk(Direction.FromServer, whole[(at + gap)..]));

        Assert.Equal("220 ready\n[22]250 ok\n", recording.Play(records).Server);
    }

    [Fact]
    public void A_gap_over_the_end_of_the_handshake_is_bridged()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        List<TlsChunk> records = recording.RecordsOf(0);
        int finished = records.FindIndex(record => record.From == Direction.FromClient && record.Bytes[0] == 23);
        records[finished] = new TlsChunk(Direction.FromClient, [], records[finished].Bytes.Length);

        TlsPlayback read = recording.Play(records);

        Assert.EndsWith(TlsRecording.ClientText, read.Client, StringComparison.Ordinal);
        Assert.Equal(TlsRecording.ServerText, read.Server);
    }

    [Fact]
    public void A_change_of_keys_that_is_missing_is_made_up_for()
    {
        TlsRecording recording = TlsRecording.Read("tls12-gcm128");
        List<TlsChunk> records = recording.RecordsOf(0);
        int change = records.FindIndex(record => record.From == Direction.FromClient && record.Bytes[0] == 20);
        long lost = records[change].Bytes.Length + records[change + 1].Bytes.Length;
        records.RemoveAt(change + 1);
        records[change] = new TlsChunk(Direction.FromClient, [], lost);

        Assert.EndsWith(TlsRecording.ClientText, recording.Play(records).Client, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_is_cut_by_the_end_is_told()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        List<TlsChunk> records = recording.RecordsOf(0);
        int last = SecondReply(records);
        records[last] = records[last] with { Bytes = records[last].Bytes[..^3] };
        records.RemoveRange(last + 1, records.Count - last - 1);

        TlsPlayback read = recording.Play(records);

        Assert.Contains("tls-record-cut", read.Codes);
        Assert.Equal("220 ready\n[22]", read.Server);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Any_byte_may_be_wrong(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        byte[] sent = [.. recording.Connections[0].Where(chunk => chunk.From == Direction.FromServer).SelectMany(chunk => chunk.Bytes)];
        for (int at = 0; at < sent.Length; at += 7)
        {
            byte[] damaged = [.. sent];
            damaged[at] ^= (byte)(1 + at % 255);
            TlsPlayback read = recording.Play([.. recording.Connections[0].Where(chunk => chunk.From == Direction.FromClient), new TlsChunk(Direction.FromServer, damaged)]);

            Assert.True(read.Server.Length <= sent.Length);
        }
    }

    [Fact]
    public void Keys_that_never_fit_again_end_in_a_finding()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        List<TlsChunk> records = recording.RecordsOf(0);
        byte[] garbage = [23, 3, 3, 0, 100, .. Enumerable.Repeat((byte)0xAA, 100)];
        records.InsertRange(SecondReply(records), Enumerable.Repeat(new TlsChunk(Direction.FromServer, garbage), 10_000));

        TlsPlayback read = recording.Play(records);

        Assert.Matches(@"^220 ready\n\[\d{6}\]$", read.Server);
        Assert.Contains("tls-wrong-keys", read.Codes);
    }
}
