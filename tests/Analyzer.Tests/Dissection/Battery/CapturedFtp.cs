using System.Text;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>An FTP session with its data connections on the wire, captured as frames in a file, and read as the program reads it.</summary>
sealed class CapturedFtp
{
    static readonly SampleHost s_client = new("pc.example", 1, "192.0.2.1"), s_server = new("ftp.example", 2, "192.0.2.2");
    static readonly SampleHost s_clientV6 = new("pc.example", 1, "2001:db8::1"), s_serverV6 = new("ftp.example", 2, "2001:db8::2");

    readonly SampleWire _wire = new();
    readonly SampleConnection _control;
    readonly SampleHost _client, _server;

    public CapturedFtp(ushort port = 21, bool isV6 = false)
    {
        (_client, _server) = isV6 ? (s_clientV6, s_serverV6) : (s_client, s_server);
        _control = new SampleConnection(_wire, new SampleEnd(_client, 40_000), new SampleEnd(_server, port));
        S("220 ready").C("USER ann").S("331 password").C("PASS secret").S("230 in").C("TYPE I").S("200 binary");
    }

    /// <summary>The packets so far.</summary>
    public int Packets => _wire.Packets.Count;

    /// <summary>A line of the client.</summary>
    public CapturedFtp C(string line) => Raw(line + "\r\n");

    /// <summary>The client sends this, in a segment of its own.</summary>
    public CapturedFtp Raw(string text)
    {
        _control.FromClient(Encoding.Latin1.GetBytes(text));
        return this;
    }

    /// <summary>A line of the server.</summary>
    public CapturedFtp S(string line)
    {
        _control.FromServer(Encoding.Latin1.GetBytes(line + "\r\n"));
        return this;
    }

    /// <summary>The client opens a data connection, over which the file goes up or down.</summary>
    public CapturedFtp Passive(ushort port, byte[] file, bool isUpload = false, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null, ushort from = 50_000)
    {
        var data = new SampleConnection(_wire, new SampleEnd(_client, from), new SampleEnd(_server, port), (uint)Packets * 1_000_000);
        if (isUpload) data.FromClient(file, link);
        else data.FromServer(file, link);
        data.Close();
        return this;
    }

    /// <summary>The server opens one, and sends the file down.</summary>
    public CapturedFtp Active(ushort port, byte[] file, ushort from)
    {
        var data = new SampleConnection(_wire, new SampleEnd(_server, from), new SampleEnd(_client, port));
        data.FromClient(file);
        data.Close();
        return this;
    }

    /// <summary>What is found in the packets that the tap lets through.</summary>
    public RecordList Read(Func<IReadOnlyList<SamplePacket>, IEnumerable<SamplePacket>>? tap = null)
    {
        C("QUIT").S("221 bye");
        _control.Close();
        byte[] capture = SampleFiles.Pcap(tap is null ? _wire.Packets : tap(_wire.Packets));
        var records = new RecordList();
        using IPacketSource source = CaptureOpening.Open(capture, "battery.pcap")!;
        var analysis = new Analysis(new AnalysisOptions(), records, new MemoryStore(capture));
        analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        return records;
    }

    /// <summary>The transfers that are found.</summary>
    public IReadOnlyList<TransferRecord> Transfers(Func<IReadOnlyList<SamplePacket>, IEnumerable<SamplePacket>>? tap = null) => [.. Read(tap).OfType<TransferRecord>()];
}
