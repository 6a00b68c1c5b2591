using System.Text;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>
/// A dialogue on the wire, captured as frames in a file, and read as the program reads it. Texts are Latin-1 and go out as they stand; each
/// call sends what it is given in segments of its own.
/// </summary>
sealed class CapturedDialogue
{
    static readonly SampleHost s_client = new("pc.example", 1, "192.0.2.1"), s_server = new("mail.example", 2, "192.0.2.2");
    static readonly SampleHost s_clientV6 = new("pc.example", 1, "2001:db8::1"), s_serverV6 = new("mail.example", 2, "2001:db8::2");

    readonly SampleWire _wire = new();
    readonly SampleConnection _connection;

    public CapturedDialogue(ushort port, bool isV6 = false) =>
        _connection = new SampleConnection(_wire, new SampleEnd(isV6 ? s_clientV6 : s_client, 40_000), new SampleEnd(isV6 ? s_serverV6 : s_server, port));

    /// <summary>The packets so far.</summary>
    public int Packets => _wire.Packets.Count;

    /// <summary>The client sends; <paramref name="link"/> says what becomes of the segments.</summary>
    public CapturedDialogue C(string text, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null)
    {
        _connection.FromClient(Encoding.Latin1.GetBytes(text), link);
        return this;
    }

    /// <summary>The server sends.</summary>
    public CapturedDialogue S(string text, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null)
    {
        _connection.FromServer(Encoding.Latin1.GetBytes(text), link);
        return this;
    }

    /// <summary>The client sends in segments that end where <paramref name="ends"/> say.</summary>
    public CapturedDialogue CutC(string text, params int[] ends)
    {
        int start = 0;
        foreach (int end in ends.Append(text.Length))
        {
            C(text[start..end]);
            start = end;
        }
        return this;
    }

    /// <summary>Both sides close.</summary>
    public CapturedDialogue End()
    {
        _connection.Close();
        return this;
    }

    /// <summary>What is found in the packets that the tap lets through.</summary>
    public RecordList Read(Func<IReadOnlyList<SamplePacket>, IEnumerable<SamplePacket>>? tap = null, AnalysisOptions? options = null)
    {
        byte[] capture = SampleFiles.Pcap(tap is null ? _wire.Packets : tap(_wire.Packets));
        var records = new RecordList();
        using IPacketSource source = CaptureOpening.Open(capture, "battery.pcap")!;
        var analysis = new Analysis(options ?? new AnalysisOptions(), records, new MemoryStore(capture));
        analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        return records;
    }

    /// <summary>The messages among the records.</summary>
    public static IReadOnlyList<MessageRecord> MessagesIn(RecordList records) => [.. records.OfType<MessageRecord>()];

    /// <summary>Codes of the findings among the records.</summary>
    public static IReadOnlyList<string> CodesIn(RecordList records) => [.. records.OfType<FindingRecord>().Select(finding => finding.Code)];
}
