using System.Text;
using System.Text.Json;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Imap;
using Analyzer.Dissection.Sessions;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Imap;

/// <summary>What two sides of an IMAP dialogue say, step by step, and the records that come of it however the bytes are cut.</summary>
internal sealed class ImapTranscript
{
    internal readonly record struct Step(Direction From, byte[] Bytes, long Missing);

    readonly List<Step> _steps = [];

    public IReadOnlyList<Step> Steps => _steps;

    public bool IsMidstream { get; init; }

    public CloseReason Reason { get; init; } = CloseReason.Finished;

    /// <summary>A line from the client.</summary>
    public ImapTranscript C(string line) => ClientRaw(line + "\r\n");

    /// <summary>A line from the server.</summary>
    public ImapTranscript S(string line) => ServerRaw(line + "\r\n");

    public ImapTranscript ClientRaw(string text) => Say(Direction.FromClient, Encoding.Latin1.GetBytes(text));

    public ImapTranscript ServerRaw(string text) => Say(Direction.FromServer, Encoding.Latin1.GetBytes(text));

    public ImapTranscript Say(Direction from, byte[] bytes)
    {
        _steps.Add(new Step(from, bytes, 0));
        return this;
    }

    public ImapTranscript Gap(Direction from, long missing)
    {
        _steps.Add(new Step(from, [], missing));
        return this;
    }

    /// <summary>Greeting, login and the selection of INBOX with 9 messages.</summary>
    public static ImapTranscript Selected() => new ImapTranscript()
        .S("* OK ready")
        .C("a1 LOGIN alice secret")
        .S("a1 OK done")
        .C("a2 SELECT INBOX")
        .S("* 9 EXISTS")
        .S("* OK [UIDVALIDITY 77] ok")
        .S("a2 OK [READ-WRITE] done");

    /// <summary>Runs it whole and under many cuts, and demands the same records each time.</summary>
    public ImapResult Run(AnalysisOptions? options = null, Func<TestStore>? store = null)
    {
        ImapResult whole = Play(options, store?.Invoke(), cut: (_, _) => int.MaxValue);
        string expected = whole.Text;
        Assert.Equal(expected, Play(options, store?.Invoke(), cut: (_, _) => 1).Text);
        var random = new Random(7);
        for (int round = 0; round < 8; round++) Assert.Equal(expected, Play(options, store?.Invoke(), cut: (_, _) => random.Next(1, 40)).Text);
        int longest = _steps.Max(step => step.Bytes.Length);
        for (int at = 1; at < Math.Min(longest, 300); at++)
        {
            int first = at;
            Assert.Equal(expected, Play(options, store?.Invoke(), cut: (_, done) => done == 0 ? first : int.MaxValue).Text);
        }
        return whole;
    }

    /// <summary>Runs it once, in pieces of the sizes that <paramref name="cut"/> tells for (step, bytes done).</summary>
    public ImapResult Play(AnalysisOptions? options = null, TestStore? store = null, Func<int, int, int>? cut = null)
    {
        var run = new ImapRun(options, store);
        run.Play(this, cut);
        return run.Result;
    }
}

/// <summary>One analysis run over one or more dialogues.</summary>
internal sealed class ImapRun : IRecordSink
{
    readonly List<Record> _records = [];
    readonly AnalysisContext _analysis;
    readonly TestStore _store;
    int _connections;

    public ImapRun(AnalysisOptions? options = null, TestStore? store = null)
    {
        _store = store ?? new TestStore();
        _analysis = new AnalysisContext(options ?? new AnalysisOptions(), this, _store);
    }

    public ImapResult Result => new(_records, _store);

    public void OnRecord(Record record) => _records.Add(record);

    public Dialogue Begin(bool isMidstream = false)
    {
        Assert.True(IpAddress.TryParse("192.0.2.1", out IpAddress client));
        Assert.True(IpAddress.TryParse("192.0.2.2", out IpAddress server));
        var connection = new Connection
        {
            Id = _connections,
            Client = new Endpoint(client, (ushort)(40000 + _connections++)),
            Server = new Endpoint(server, 143),
            HasStart = !isMidstream,
        };
        return new Dialogue(ImapDissector.Protocol, connection, _analysis);
    }

    public void Play(ImapTranscript transcript, Func<int, int, int>? cut = null)
    {
        Dialogue dialogue = Begin(transcript.IsMidstream);
        for (int i = 0; i < transcript.Steps.Count; i++) Feed(dialogue, transcript.Steps[i], i, cut);
        dialogue.OnClosed(transcript.Reason, Time(transcript.Steps.Count));
        Assert.DoesNotContain(_records.OfType<FindingRecord>(), finding => finding.Code == "dissector-fault");
    }

    public void Feed(Dialogue dialogue, ImapTranscript.Step step, int number, Func<int, int, int>? cut = null)
    {
        if (step.Missing > 0) dialogue.OnGap(step.From, step.Missing, Time(number));
        int done = 0;
        while (done < step.Bytes.Length)
        {
            int part = Math.Min(step.Bytes.Length - done, cut?.Invoke(number, done) ?? int.MaxValue);
            byte[] bytes = step.Bytes.AsSpan(done, part).ToArray();
            dialogue.OnData(step.From, bytes, _store.Add(bytes), Time(number), number + 1);
            done += part;
        }
    }

    static Timestamp Time(int step) => new((step + 1) * 1_000_000_000L);
}

/// <summary>The bytes of the test's capture, and a spool.</summary>
internal sealed class TestStore : IByteStore
{
    readonly List<byte> _capture = [], _spool = [];
    long _nowhere;

    /// <summary>Bytes of the capture can be read again.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>The run keeps a spool.</summary>
    public bool HasSpool { get; init; }

    public Extent Add(byte[] bytes)
    {
        var extent = new Extent(0, _capture.Count, bytes.Length);
        _capture.AddRange(bytes);
        return extent;
    }

    public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => IsReadable || extent.Capture == 1 || !HasSpool ? extent : Append(bytes);

    public Extent Append(ReadOnlySpan<byte> bytes)
    {
        if (!HasSpool)
        {
            _nowhere += bytes.Length;
            return new Extent(ushort.MaxValue, _nowhere - bytes.Length, bytes.Length);
        }
        var extent = new Extent(1, _spool.Count, bytes.Length);
        _spool.AddRange(bytes);
        return extent;
    }

    public bool TryRead(Extent extent, Span<byte> target)
    {
        if (extent.Capture > 1 || (extent.Capture == 0 && !IsReadable)) return false;
        List<byte> source = extent.Capture == 0 ? _capture : _spool;
        for (int i = 0; i < extent.Length; i++) target[i] = source[(int)extent.Offset + i];
        return true;
    }
}

/// <summary>What a run told.</summary>
internal sealed class ImapResult(IReadOnlyList<Record> records, TestStore store)
{
    static readonly JsonSerializerOptions s_json = new() { WriteIndented = false };

    public IReadOnlyList<Record> Records { get; } = records;

    public List<MessageRecord> Messages => [.. Records.OfType<MessageRecord>()];

    public MessageRecord Message => Assert.Single(Messages);

    public List<ExchangeRecord> Exchanges => [.. Records.OfType<ExchangeRecord>()];

    public List<MailboxRecord> Mailboxes => [.. Records.OfType<MailboxRecord>()];

    public List<CredentialRecord> Credentials => [.. Records.OfType<CredentialRecord>()];

    public CredentialRecord Credential => Assert.Single(Credentials);

    // Every gap is told by the dialogue, whatever the protocol; what the dissector makes of it is tested here.
    public List<string> Findings => [.. Records.OfType<FindingRecord>().Select(finding => finding.Code).Where(code => code != "gap")];

    public SessionRecord Session => Assert.Single(Records.OfType<SessionRecord>());

    public ExchangeRecord Exchange(string tag) => Assert.Single(Exchanges, exchange => exchange.Tag == tag);

    /// <summary>Messages that are claimed to be whole.</summary>
    public List<MessageRecord> Wholes => [.. Messages.Where(message => message is { Complete: true, Part: null })];

    /// <summary>The text of a message, read back by its extents.</summary>
    public string Read(MessageRecord message)
    {
        var text = new StringBuilder();
        foreach (Extent extent in message.Content.Extents.All())
        {
            byte[] bytes = new byte[extent.Length];
            Assert.True(store.TryRead(extent, bytes));
            text.Append(Encoding.Latin1.GetString(bytes));
        }
        return text.ToString();
    }

    /// <summary>All records as text, for comparison.</summary>
    public string Text => string.Join('\n', Records.Select(Describe));

    static string Describe(Record record)
    {
        if (record is not MessageRecord message) return $"{record.GetType().Name} {JsonSerializer.Serialize(record, record.GetType(), s_json)}";
        string gaps = string.Join(',', message.Content.Gaps.Select(gap => $"{gap.Offset}+{gap.Missing}"));
        return $"Message {JsonSerializer.Serialize(message with { Content = Content.Empty }, s_json)} {message.Content.Extents.Length} {gaps}";
    }

    /// <summary>SHA-256 of a text, as records have it.</summary>
    public static string Sha256(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
