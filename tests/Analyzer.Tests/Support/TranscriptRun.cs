using System.Security.Cryptography;
using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Support;

/// <summary>What a dissector told of a transcript, and the bytes that it told it of.</summary>
public sealed class TranscriptRun : IRecordSink, IByteStore
{
    readonly Transcript _transcript;
    readonly List<Record> _records = [];

    TranscriptRun(Transcript transcript) => _transcript = transcript;

    /// <summary>All records, in the order told.</summary>
    public IReadOnlyList<Record> Records => _records;

    /// <summary>The exchanges.</summary>
    public IReadOnlyList<ExchangeRecord> Exchanges => [.. _records.OfType<ExchangeRecord>()];

    /// <summary>The messages.</summary>
    public IReadOnlyList<MessageRecord> Messages => [.. _records.OfType<MessageRecord>()];

    /// <summary>The credentials.</summary>
    public IReadOnlyList<CredentialRecord> Credentials => [.. _records.OfType<CredentialRecord>()];

    /// <summary>The codes of the findings.</summary>
    public IReadOnlyList<string> Findings => [.. _records.OfType<FindingRecord>().Select(finding => finding.Code)];

    /// <summary>The session.</summary>
    public SessionRecord Session => _records.OfType<SessionRecord>().Single();

    /// <summary>Dissects.</summary>
    public static TranscriptRun Of(Transcript transcript, Protocol protocol, AnalysisOptions options)
    {
        var run = new TranscriptRun(transcript);
        var connection = new Connection { HasStart = transcript.HasStart };
        var dialogue = new Dialogue(protocol, connection, new AnalysisContext(options, run, run));
        Timestamp time = default;
        foreach (TranscriptPacket packet in transcript.Packets)
        {
            time = new Timestamp(packet.Number * 1_000_000);
            if (packet.Gap > 0) dialogue.OnGap(packet.From, packet.Gap, time);
            else dialogue.OnData(packet.From, packet.Bytes, new Extent(0, packet.Offset, packet.Bytes.Length), time, packet.Number);
        }
        dialogue.OnClosed(transcript.End, time);
        return run;
    }

    /// <inheritdoc/>
    public void OnRecord(Record record) => _records.Add(record);

    /// <inheritdoc/>
    public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

    /// <inheritdoc/>
    public bool TryRead(Extent extent, Span<byte> target)
    {
        for (int i = 0; i < extent.Length; i++)
        {
            long at = extent.Offset + i;
            TranscriptPacket? packet = _transcript.Packets.FirstOrDefault(candidate => at >= candidate.Offset && at < candidate.Offset + candidate.Bytes.Length);
            if (packet is null) return false;
            target[i] = packet.Bytes[at - packet.Offset];
        }
        return true;
    }

    /// <summary>A message's bytes, read back from where it says that they lie. Fails when they are not the bytes that it hashed.</summary>
    public string TextOf(MessageRecord message)
    {
        byte[] wire = new byte[message.Content.Extents.Length];
        int filled = 0;
        foreach (Extent extent in message.Content.Extents.All())
        {
            Assert.True(TryRead(extent, wire.AsSpan(filled, extent.Length)), "an extent leads to no captured bytes");
            filled += extent.Length;
        }
        var bytes = new List<byte>();
        if (message.Content.Transform == Transform.None) bytes.AddRange(wire);
        ReadOnlySpan<byte> left = message.Content.Transform == Transform.None ? [] : wire;
        var unstuffer = new DotUnstuffer();
        while (unstuffer.TryTake(ref left, out ReadOnlySpan<byte> content)) bytes.AddRange(content);
        if (message.Complete) Assert.Equal(message.Sha256, Convert.ToHexStringLower(SHA256.HashData([.. bytes])));
        return Encoding.Latin1.GetString([.. bytes]);
    }

    /// <summary>All that was told, a line a record; without what depends on the order in which the two sides' packets were captured.</summary>
    public IReadOnlyList<string> Facts => [.. _records.Select(Describe).OrderBy(line => line, StringComparer.Ordinal)];

    /// <summary>All that was told, a line a record, in order.</summary>
    public string Log => string.Join('\n', _records.Select(Describe));

    static string Describe(Record record) => record switch
    {
        ExchangeRecord exchange => $"{exchange.Phase}: {Join(exchange.Command, exchange.Argument) ?? "(unsolicited)"} -> {Join(exchange.ReplyCode, exchange.Reply?.Replace("\n", " / ", StringComparison.Ordinal)) ?? "(none)"}",
        MessageRecord message => $"message: {message.Via} {message.Size} bytes{(message.Complete ? " complete" : $" incomplete, {message.Missing} missing")} {Verdict(message.Accepted)} {Describe(message.Envelope)} {message.Sha256?[..8]}",
        CredentialRecord credential => $"credential: {credential.Mechanism} {credential.User} {credential.Secret} {Verdict(credential.Accepted)}",
        FindingRecord finding => $"finding: {finding.Severity} {finding.Code} {finding.Packet} {finding.Offset}",
        SessionRecord session => $"session: {session.Protocol} {session.Outcome} {session.ClientName} {session.ServerName} {session.User} {session.Authenticated} {session.Tls} {session.Commands} {string.Join(';', session.Facts)}",
        _ => record.ToString(),
    };

    static string? Join(string? first, string? second) => first is null && second is null ? null : $"{first} {second}".Trim();

    static string Verdict(bool? accepted) => accepted switch
    {
        true => "accepted",
        false => "refused",
        null => "unknown",
    };

    static string Describe(Envelope? envelope) =>
        envelope is null ? "" : $"from <{envelope.From ?? "?"}> to [{string.Join(", ", envelope.To)}] rejected [{string.Join(", ", envelope.Rejected)}]";
}
