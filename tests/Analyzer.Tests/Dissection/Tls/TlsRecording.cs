using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>Bytes that one side sent, or a gap in them.</summary>
sealed record TlsChunk(Direction From, byte[] Bytes, long Gap = 0);

/// <summary>A recorded connection and its keys; see Recorded/README.md.</summary>
sealed class TlsRecording
{
    public const string ClientText = "EHLO client.example\nNOOP\n", ServerText = "220 ready\n250 mail.example.test\n250 ok\n";

    /// <summary>The names of those in which the server says what the client said.</summary>
    public static IEnumerable<string> EchoNames => Directory.GetFiles(Repository.At([.. s_folder, "Echo"]), "*.txt").Select(file => "Echo/" + Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The names of all others.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Repository.At(s_folder), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    static readonly string[] s_folder = ["tests", "Analyzer.Tests", "Dissection", "Tls", "Recorded"];

    /// <summary>The key log, a line an entry.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>One or two connections.</summary>
    public List<List<TlsChunk>> Connections { get; } = [];

    /// <summary>Reads one.</summary>
    public static TlsRecording Read(string name)
    {
        var recording = new TlsRecording();
        foreach (string line in File.ReadLines(Repository.At([.. s_folder, name + ".txt"])))
        {
            if (line == "NEW") recording.Connections.Add([]);
            else if (line[0] == 'K') recording.Keys.Add(line[2..]);
            else recording.Connections[^1].Add(new TlsChunk(line[0] == 'C' ? Direction.FromClient : Direction.FromServer, Convert.FromHexString(line[2..])));
        }
        return recording;
    }

    /// <summary>All that one side sent on a connection, cut into records.</summary>
    public static IEnumerable<byte[]> Records(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = 5 + (bytes[at + 3] << 8 | bytes[at + 4]);
            yield return bytes[at..(at + length)];
            at += length;
        }
    }

    /// <summary>A connection with each chunk cut into records, so that a test can take one away.</summary>
    public List<TlsChunk> RecordsOf(int connection) => [.. Connections[connection].SelectMany(chunk => Records(chunk.Bytes).Select(record => chunk with { Bytes = record }))];

    /// <summary>Reads connections with the keys of this recording.</summary>
    public TlsPlayback Play(params IEnumerable<IEnumerable<TlsChunk>> connections) => TlsPlayback.Of(Keys, connections);

    /// <summary>Reads the connections as they are.</summary>
    public TlsPlayback Play() => Play(Connections);
}

/// <summary>What was read of connections.</summary>
sealed class TlsPlayback : ITlsReader
{
    readonly StringBuilder _client = new(), _server = new();
    long _packet;

    /// <summary>The plain text of each direction, a gap as <c>[n]</c>.</summary>
    public string Client => _client.ToString();

    public string Server => _server.ToString();

    public List<string> Codes { get; } = [];

    public List<string> Texts { get; } = [];

    /// <summary>Of each connection.</summary>
    public List<TlsDetails> Details { get; } = [];

    public bool IsDecrypted { get; private set; }

    public static TlsPlayback Of(IEnumerable<string> keys, IEnumerable<IEnumerable<TlsChunk>> connections)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.At("keys"), keys);
        var run = new TlsRun(new AnalysisOptions { KeyLogs = keys.Any() ? [folder.At("keys")] : [] }, new NoStore());
        var playback = new TlsPlayback();
        foreach (IEnumerable<TlsChunk> chunks in connections) playback.Play(run, chunks);
        return playback;
    }

    void Play(TlsRun run, IEnumerable<TlsChunk> chunks)
    {
        var connection = new TlsConnection(run, this);
        Push(connection, chunks);
        End(connection);
    }

    /// <summary>Reads a part of a connection.</summary>
    public void Push(TlsConnection connection, IEnumerable<TlsChunk> chunks)
    {
        foreach (TlsChunk chunk in chunks)
        {
            if (chunk.Gap > 0) connection.Gap(chunk.From, chunk.Gap);
            else connection.Push(chunk.From, chunk.Bytes, new Extent(0, 0, chunk.Bytes.Length), new Timestamp(1_800_000_000_000_000_000 + ++_packet), _packet);
        }
    }

    /// <summary>No more will come of a connection.</summary>
    public void End(TlsConnection connection)
    {
        connection.End(default);
        connection.Release();
        Details.Add(connection.ToDetails());
    }

    StringBuilder Of(Direction from) => from == Direction.FromClient ? _client : _server;

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet)
    {
        Assert.Equal(plain.Length, extent.Length);
        Of(from).Append(Encoding.Latin1.GetString(plain));
    }

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet) => Of(from).Append('[').Append(missing).Append(']');

    void ITlsReader.OnDecrypted() => IsDecrypted = true;

    void ITlsReader.Finding(Severity severity, string code, string text, long? packet, long? offset)
    {
        Codes.Add(code);
        Texts.Add(text);
    }

    sealed class NoStore : IByteStore
    {
        public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

        public bool TryRead(Extent extent, Span<byte> target) => false;
    }
}
