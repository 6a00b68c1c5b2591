using System.Buffers.Binary;
using System.Text.Json;
using Analyzer.Tests.Support;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>Encrypted sessions in a capture that comes by standard input while it is made.</summary>
public sealed class LateKeysTests
{
    const uint DecryptionSecrets = 10, EnhancedPacket = 6;

    static readonly byte[] s_sample = File.ReadAllBytes(Repository.At("samples-pcap", "starttls.pcapng"));

    // The blocks of the sample, which is little-endian, each with its type.
    static IEnumerable<(uint Type, byte[] Bytes)> Blocks()
    {
        for (int at = 0; at < s_sample.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(s_sample.AsSpan(at + 4));
            yield return (BinaryPrimitives.ReadUInt32LittleEndian(s_sample.AsSpan(at)), s_sample[at..(at + length)]);
            at += length;
        }
    }

    static IEnumerable<string> Dialogues(Finished told) => told.Of("exchange").Select(exchange => $"{exchange.Number("session")} {exchange.Number("n")} {exchange.Text("command")} {exchange.Text("reply_code")}");

    [Fact]
    public async Task Secrets_in_a_pipe_open_what_comes()
    {
        Finished read = await AnalyzerCommand.RunWith(s_sample, "read", "-", "--json");
        Finished piped = await AnalyzerCommand.RunWith(s_sample, "live", "-", "--json");

        Assert.All(piped.Of("session"), session => Assert.Equal("decrypted", session.Text("tls")));
        Assert.Equal(Dialogues(read), Dialogues(piped));
    }

    [Fact]
    public async Task A_key_log_that_is_written_behind_the_packets_opens_sessions_that_go_on()
    {
        using var folder = new TemporaryFolder();
        string log = folder.At("keys");
        List<byte[]> blocks = [.. Blocks().Where(block => block.Type != DecryptionSecrets).Select(block => block.Bytes)];
        // The last session has not said farewell when the others are over.
        int last = blocks.FindLastIndex(block => BinaryPrimitives.ReadUInt32LittleEndian(block) == EnhancedPacket) - 8;
        using AnalyzerCommand live = AnalyzerCommand.Start("live", "-", "--json", "--tls-keylog", log, "--quiet");
        foreach (byte[] block in blocks.Take(last)) await live.Input.WriteAsync(block, TestContext.Current.CancellationToken);
        await live.Input.FlushAsync(TestContext.Current.CancellationToken);
        List<JsonElement> before = [];
        while (before.Count(record => record.Text("type") == "session") < 3 && await live.ReadLine() is { } line) before.Add(Finished.Parse(line));

        File.Copy(Repository.At("samples-pcap", "starttls.keylog"), log);
        foreach (byte[] block in blocks.Skip(last)) await live.Input.WriteAsync(block, TestContext.Current.CancellationToken);
        live.Input.Close();
        Finished behind = await live.Finish();

        Assert.All(before.Where(record => record.Text("type") == "session"), session => Assert.Equal("started", session.Text("tls")));
        JsonElement session = Assert.Single(behind.Of("session"));
        Assert.Equal(("ftp", "decrypted", true), (session.Text("protocol"), session.Text("tls"), session.Truth("authenticated")));
        Assert.Contains(behind.Of("exchange"), exchange => exchange.Text("command") == "USER");
    }
}
