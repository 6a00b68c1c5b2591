using Analyzer.Capture;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class TlsDecryptionTests
{
    public static TheoryData<string> Readable => [.. TlsRecording.Names.Where(name => name is not "refused")];

    public static TheoryData<string> OfOneHandshake => [.. TlsRecording.Names.Where(name => name is not ("refused" or "tls12-renegotiation"))];

    static string Expected(string name, string text, bool isClient)
    {
        int connections = TlsRecording.Read(name).Connections.Count;
        string all = string.Concat(Enumerable.Repeat(text, connections));
        // The early data stand before the rest of the second connection, of which nothing else differs.
        return name == "tls13-early-data" && isClient ? all.Insert(text.Length, "EHLO early.example\r\n") : all;
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_key_log_opens_what_both_sides_said(string name)
    {
        TlsPlayback read = TlsRecording.Read(name).Play();

        Assert.Equal(Expected(name, TlsRecording.ClientText, isClient: true), read.Client);
        Assert.Equal(Expected(name, TlsRecording.ServerText, isClient: false), read.Server);
        Assert.DoesNotContain(read.Codes, code => code is "tls-resynchronised" or "tls-end-lost" or "tls-wrong-keys" or "tls-no-keys");
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Packets_of_one_byte_give_the_same(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);

        TlsPlayback read = recording.Play(recording.Connections.Select(chunks => chunks.SelectMany(chunk => chunk.Bytes.Select(one => chunk with { Bytes = [one] }))));

        Assert.Equal((Expected(name, TlsRecording.ClientText, true), Expected(name, TlsRecording.ServerText, false)), (read.Client, read.Server));
    }

    [Theory]
    [MemberData(nameof(OfOneHandshake))]
    public void A_server_that_was_captured_late_makes_no_difference(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);

        TlsPlayback read = recording.Play(recording.Connections.Select(chunks => chunks.OrderBy(chunk => chunk.From == Direction.FromServer)));

        Assert.Equal((Expected(name, TlsRecording.ClientText, true), Expected(name, TlsRecording.ServerText, false)), (read.Client, read.Server));
    }

    [Theory]
    [InlineData("tls12-ticket")]
    [InlineData("tls12-session-id")]
    public void A_session_that_is_resumed_needs_no_key_of_its_own(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        string second = Convert.ToHexStringLower(recording.Connections[1][0].Bytes.AsSpan(11, 32));
        Assert.Equal(1, recording.Keys.RemoveAll(line => line.Contains(second, StringComparison.OrdinalIgnoreCase)));

        TlsPlayback read = recording.Play();

        Assert.Equal(Expected(name, TlsRecording.ServerText, false), read.Server);
        Assert.Equal([false, true], read.Details.Select(details => details.IsResumed));
    }

    [Fact]
    public void Early_data_that_the_server_refuses_are_left_out()
    {
        TlsPlayback read = TlsRecording.Read("tls13-early-data-refused").Play();

        Assert.DoesNotContain("early", read.Client, StringComparison.Ordinal);
        Assert.All(read.Details, details => Assert.False(details.HasEarlyData));
    }

    [Fact]
    public void The_secrets_of_a_handshake_may_be_missing()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        recording.Keys.RemoveAll(line => line.Contains("HANDSHAKE", StringComparison.Ordinal));

        TlsPlayback read = recording.Play();

        Assert.Equal((TlsRecording.ClientText, TlsRecording.ServerText), (read.Client, read.Server));
        Assert.DoesNotContain("tls-resynchronised", read.Codes);
    }

    [Fact]
    public void A_key_log_of_one_side_opens_that_side()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes256-gcm");
        recording.Keys.RemoveAll(line => line.StartsWith("SERVER", StringComparison.Ordinal));

        TlsPlayback read = recording.Play();

        Assert.Equal((TlsRecording.ClientText, ""), (read.Client, read.Server));
        Assert.Contains("tls-no-keys", read.Codes);
    }

    [Fact]
    public void Without_a_key_log_nothing_is_opened_and_nothing_is_said()
    {
        TlsRecording recording = TlsRecording.Read("tls12-gcm128");
        recording.Keys.Clear();

        TlsPlayback read = recording.Play();

        Assert.Equal(("", "", false), (read.Client, read.Server, read.IsDecrypted));
        Assert.DoesNotContain("tls-no-keys", read.Codes);
    }

    [Theory]
    [InlineData("tls13-aes128-gcm")]
    [InlineData("tls12-gcm128")]
    [InlineData("tls12-cbc-sha256")]
    [InlineData("tls10-cbc-mte")]
    public void Wrong_keys_are_a_finding(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<string> wrong = [.. recording.Keys.Select(line => line[..^4] + (line.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000"))];

        TlsPlayback read = TlsPlayback.Of(wrong, recording.Connections);

        Assert.Equal(("", "", false), (read.Client, read.Server, read.IsDecrypted));
        Assert.Contains("tls-wrong-keys", read.Codes);
    }

    [Fact]
    public void The_key_log_of_another_connection_is_told()
    {
        TlsPlayback read = TlsPlayback.Of(TlsRecording.Read("tls12-gcm128").Keys, TlsRecording.Read("tls13-aes128-gcm").Connections);

        Assert.Equal(["tls-no-keys"], read.Codes);
    }

    // Handshake messages in clear, put into records of so many bytes, or as many as one holds.
    static List<TlsChunk> Recut(List<TlsChunk> records, int size)
    {
        List<TlsChunk> cut = [];
        foreach (TlsChunk record in records)
        {
            bool isHandshake = record.Bytes[0] == 22 && !cut.Exists(one => one.From == record.From && one.Bytes[0] == 20);
            bool isJoined = isHandshake && cut is [.., { } last] && last.From == record.From && last.Bytes[0] == 22 && last.Bytes.Length + record.Bytes.Length < size;
            byte[] before = isJoined ? cut[^1].Bytes[5..] : [];
            if (isJoined) cut.RemoveAt(cut.Count - 1);
            if (!isHandshake) cut.Add(record);
            else cut.AddRange(before.Concat(record.Bytes.Skip(5)).Chunk(size).Select(part => new TlsChunk(record.From, [.. record.Bytes[..3], (byte)(part.Length >> 8), (byte)part.Length, .. part])));
        }
        return cut;
    }

    [Theory]
    [InlineData("tls12-gcm128", 1)]
    [InlineData("tls12-gcm128", 7)]
    [InlineData("tls12-gcm128", 16384)]
    [InlineData("tls13-aes128-gcm", 3)]
    [InlineData("tls10-cbc", 100)]
    [InlineData("Echo/tls12-rsa-ems", 5)]
    [InlineData("Echo/tls12-rsa-ems", 16384)]
    public void Handshake_messages_may_lie_over_many_records_and_many_in_one(string name, int size)
    {
        TlsRecording recording = TlsRecording.Read(name);

        TlsPlayback read = recording.Play(Recut(recording.RecordsOf(0), size));

        Assert.Equal(TlsRecording.ClientText, read.Client);
        Assert.EndsWith("\n", read.Server, StringComparison.Ordinal);
        Assert.Equal("mail.example.test", read.Details[0].ServerName);
    }
}
