using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>Only one direction was captured.</summary>
public sealed class TlsOneSidedTests
{
    public static TheoryData<string> Newest => ["tls13-aes128-gcm", "tls13-aes256-gcm", "tls13-chacha20", "tls13-ccm", "tls13-ccm8", "tls13-key-update", "Echo/tls13-record-size"];

    public static TheoryData<string> Older => ["tls12-gcm128", "tls12-chacha20", "tls12-cbc-sha256", "tls11-cbc", "tls10-cbc-mte", "Echo/tls12-3des", "Echo/tls12-rc4"];

    static TlsPlayback Play(string name, Direction side)
    {
        TlsRecording recording = TlsRecording.Read(name);
        // Other connections' keys stand in the log, too.
        IEnumerable<string> keys = [.. TlsRecording.Read("tls13-alpn").Keys, .. TlsRecording.Read("tls12-rsa").Keys, .. recording.Keys];
        return TlsPlayback.Of(keys, [recording.Connections[0].Where(chunk => chunk.From == side)]);
    }

    static string ServerText(string name) => name.StartsWith("Echo", StringComparison.Ordinal) ? TlsRecording.ClientText : TlsRecording.ServerText;

    [Theory]
    [MemberData(nameof(Newest))]
    public void The_client_alone_is_read_as_the_suite_can_be_found_by_trying(string name)
    {
        TlsPlayback read = Play(name, Direction.FromClient);

        Assert.Equal(TlsRecording.ClientText, read.Client);
        Assert.Equal(("TLSv1.3", Play(name, Direction.FromServer).Details[0].Cipher), (read.Details[0].Version, read.Details[0].Cipher));
        Assert.Contains("tls-one-direction", read.Codes);
    }

    [Theory]
    [MemberData(nameof(Newest))]
    [MemberData(nameof(Older))]
    public void The_server_alone_is_read_as_the_key_can_be_found_by_trying(string name)
    {
        TlsPlayback read = Play(name, Direction.FromServer);

        Assert.Equal(ServerText(name), read.Server);
        Assert.Contains("tls-one-direction", read.Codes);
    }

    [Theory]
    [MemberData(nameof(Older))]
    public void The_client_alone_cannot_be_read_in_older_versions(string name)
    {
        TlsPlayback read = Play(name, Direction.FromClient);

        Assert.Equal(("", null), (read.Client, read.Details[0].Version));
        Assert.NotNull(read.Details[0].Ja3);
        Assert.Contains("tls-no-hello", read.Codes);
    }

    [Theory]
    [InlineData(Direction.FromClient)]
    [InlineData(Direction.FromServer)]
    public void Keys_of_others_open_nothing(Direction side)
    {
        TlsPlayback read = TlsPlayback.Of(TlsRecording.Read("tls13-alpn").Keys, [TlsRecording.Read("tls13-aes256-gcm").Connections[0].Where(chunk => chunk.From == side)]);

        Assert.Equal(("", "", false), (read.Client, read.Server, read.IsDecrypted));
    }

    [Fact]
    public void A_file_of_which_only_the_server_was_captured_is_read()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes256-gcm");
        using var capture = new TlsCapture();
        capture.Connect(21, 40000, TlsCapture.Lines("S 220 ready", "C USER ann", "S 331 password", "C PASS x", "S 230 in", "C PROT P", "S 200 ok", "C TYPE I", "S 200 ok", "C PASV", "S 227 (10,0,0,2,19,137)", "C RETR greeting.txt", "S 150 here", "S 226 done", "C QUIT", "S 221 bye"));
        capture.Side = Direction.FromServer;
        capture.Connect(5001, 40001, recording.Connections[0]);

        TransferRecord read = capture.Analyse(recording.Keys).OfType<TransferRecord>().Single();
        TransferRecord closed = capture.Analyse([]).OfType<TransferRecord>().Single();

        Assert.Equal(TlsRecording.ServerText.Length, read.Size);
        Assert.Equal((false, 0L), (closed.Complete, closed.Size));
    }

    [Theory]
    [InlineData("tls13-aes128-gcm", Direction.FromClient)]
    [InlineData("tls13-aes128-gcm", Direction.FromServer)]
    [InlineData("tls13-chacha20", Direction.FromClient)]
    [InlineData("tls13-chacha20", Direction.FromServer)]
    [InlineData("tls12-gcm128", Direction.FromClient)]
    [InlineData("Echo/tls12-3des", Direction.FromClient)]
    public void A_hello_that_is_lost_does_not_cost_the_rest_of_both_sides(string name, Direction side)
    {
        TlsRecording recording = TlsRecording.Read(name);
        List<TlsChunk> records = recording.RecordsOf(0);
        records.RemoveAt(records.FindIndex(record => record.From == side));

        TlsPlayback read = recording.Play(records);

        Assert.Equal((TlsRecording.ClientText, ServerText(name)), (read.Client, read.Server));
    }
}
