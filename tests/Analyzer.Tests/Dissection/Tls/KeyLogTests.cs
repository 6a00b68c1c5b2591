using System.Text;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class KeyLogTests
{
    const string Random = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    static readonly string s_secret = string.Concat(Enumerable.Repeat("5a", 48));

    static TlsSecretStore Read(string text, int piece = int.MaxValue)
    {
        var store = new TlsSecretStore();
        var reader = new KeyLogReader(store);
        foreach (byte[] part in Encoding.ASCII.GetBytes(text).Chunk(piece)) reader.Read(part);
        reader.End();
        return store;
    }

    [Theory]
    [InlineData("CLIENT_RANDOM", TlsSecret.Master)]
    [InlineData("PMS_CLIENT_RANDOM", TlsSecret.PreMaster)]
    [InlineData("CLIENT_EARLY_TRAFFIC_SECRET", TlsSecret.ClientEarly)]
    [InlineData("CLIENT_HANDSHAKE_TRAFFIC_SECRET", TlsSecret.ClientHandshake)]
    [InlineData("SERVER_HANDSHAKE_TRAFFIC_SECRET", TlsSecret.ServerHandshake)]
    [InlineData("CLIENT_TRAFFIC_SECRET_0", TlsSecret.ClientTraffic)]
    [InlineData("SERVER_TRAFFIC_SECRET_0", TlsSecret.ServerTraffic)]
    public void Each_label_names_its_secret(string label, object secret)
    {
        TlsSecretStore store = Read($"{label} {Random} {s_secret}\n");

        Assert.True(store.TryFind((TlsSecret)secret, Convert.FromHexString(Random), out byte[]? found));
        Assert.Equal(s_secret, Convert.ToHexStringLower(found));
        Assert.Equal((1, 0), (store.Lines, store.Malformed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Lines_may_come_in_any_pieces_with_any_ends(int piece)
    {
        TlsSecretStore store = Read($"# a comment\r\n\r\nCLIENT_RANDOM {Random} {s_secret}\r\n  CLIENT_TRAFFIC_SECRET_0  {Random.ToUpperInvariant()}\t\nSERVER_TRAFFIC_SECRET_0 {Random} {s_secret}", piece);

        Assert.Equal((2, 1, 3), (store.Count, store.Malformed, store.Lines));
    }

    [Theory]
    [InlineData("CLIENT_RANDOM")]
    [InlineData("CLIENT_RANDOM 00 11")]
    [InlineData("CLIENT_RANDOM " + Random + " 123")]
    [InlineData("CLIENT_RANDOM " + Random + " xx")]
    [InlineData("CLIENT_RANDOM " + Random + " 00 00")]
    [InlineData("CLIENT_RANDOM " + Random)]
    [InlineData("\0\u0001binary")]
    public void What_is_no_line_of_a_key_log_is_counted(string line)
    {
        TlsSecretStore store = Read(line);

        Assert.Equal((0, 1), (store.Count, store.Malformed));
    }

    [Fact]
    public void Labels_of_no_use_are_no_mistake()
    {
        TlsSecretStore store = Read($"EXPORTER_SECRET {Random} {s_secret}\nA_NEW_LABEL {Random} {s_secret}\n");

        Assert.Equal((0, 0, 2), (store.Count, store.Malformed, store.Lines));
    }

    [Fact]
    public void Older_forms_are_read()
    {
        TlsSecretStore store = Read($"RSA 0011223344556677 {s_secret}\nRSA Session-ID:{Random} Master-Key:{s_secret}\n");

        Assert.True(store.HasPreMasters);
        Assert.True(store.TryFind(TlsSecret.EncryptedPreMaster, Convert.FromHexString("0011223344556677"), out _));
        Assert.True(store.TryFind(TlsSecret.SessionMaster, Convert.FromHexString(Random), out _));
    }

    [Fact]
    public void A_line_without_end_is_passed_over()
    {
        TlsSecretStore store = Read(new string('x', 1_000_000) + $"\nCLIENT_RANDOM {Random} {s_secret}\n", piece: 1000);

        Assert.Equal((1, 1), (store.Count, store.Malformed));
    }

    [Fact]
    public void More_lines_than_the_limit_are_not_read()
    {
        var store = new TlsSecretStore();
        byte[] line = Encoding.ASCII.GetBytes($"CLIENT_RANDOM {Random} {s_secret}");
        for (int i = 0; i < TlsLimits.KeyLogLines + 10; i++)
        {
            // Another connection each time.
            Encoding.ASCII.GetBytes(i.ToString("x8", System.Globalization.CultureInfo.InvariantCulture), line.AsSpan("CLIENT_RANDOM ".Length));
            store.AddLine(line);
        }

        Assert.True(store.IsFull);
        Assert.Equal((TlsLimits.KeyLogLines, TlsLimits.KeyLogLines), (store.Lines, store.Count));
    }

    [Fact]
    public void A_key_log_may_grow_while_it_is_used()
    {
        using var folder = new TemporaryFolder();
        string path = folder.At("keys");
        File.WriteAllText(path, $"CLIENT_RANDOM {Random} {s_secret}\n");
        var keys = new TlsKeys([path], isNoting: false);
        byte[] other = [.. Convert.FromHexString(Random).Reverse()];
        Assert.True(keys.TryFind(TlsSecret.Master, Convert.FromHexString(Random), 0, out _));
        Assert.False(keys.TryFind(TlsSecret.Master, other, 0, out _));

        File.AppendAllText(path, $"CLIENT_RANDOM {Convert.ToHexString(other)} {s_secret}");

        Assert.True(keys.TryFind(TlsSecret.Master, other, 0, out _));
    }

    [Fact]
    public void Only_what_a_connection_has_used_is_written_out_again()
    {
        using var folder = new TemporaryFolder();
        byte[] other = [.. Convert.FromHexString(Random).Reverse()];
        File.WriteAllText(folder.At("keys"), $"CLIENT_TRAFFIC_SECRET_0 {Random} {s_secret}\nCLIENT_TRAFFIC_SECRET_0 {Convert.ToHexString(other)} {s_secret}\n");
        var keys = new TlsKeys([folder.At("keys")], isNoting: true);
        keys.TryFind(TlsSecret.ClientTraffic, Convert.FromHexString(Random), 3, out _);
        keys.TryFind(TlsSecret.ClientTraffic, other, 4, out _);

        Assert.Equal($"CLIENT_TRAFFIC_SECRET_0 {Random} {s_secret}\n", keys.UsedBy(new HashSet<long> { 3 }));
    }

    [Fact]
    public void What_is_wrong_with_a_key_log_is_told_at_the_end()
    {
        var records = new RecordList();
        var context = new AnalysisContext(new AnalysisOptions(), records, new MemoryCapture([]));
        var keys = new TlsKeys(["/no/such/file"], isNoting: false);
        keys.TryFind(TlsSecret.Master, Convert.FromHexString(Random), 0, out _);

        keys.Tell(context);

        Assert.Contains(records.OfType<FindingRecord>(), finding => finding.Code == "tls-keylog-unreadable");
    }
}
