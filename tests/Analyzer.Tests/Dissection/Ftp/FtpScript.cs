using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Ftp;

/// <summary>
/// Writes an FTP session as packets: a control connection and its data connections. What stands first was captured first. The packets can then
/// be played in other cuts and orders, which must not change what is found.
/// </summary>
sealed class FtpScript
{
    public const string ClientHost = "10.0.0.1", ServerHost = "10.0.0.2";

    readonly List<Packet> _packets = [];
    readonly Dictionary<string, Wire> _wires = [];
    long _time = 1_700_000_000_000_000_000;

    /// <summary>A control connection between the usual hosts, with its handshake.</summary>
    public FtpScript(ushort port = 21, string client = ClientHost, string server = ServerHost, bool isMidstream = false)
    {
        Connect("control", client, 40000, server, port, hasStart: !isMidstream);
    }

    /// <summary>One that logs in as everybody does.</summary>
    public static FtpScript LoggedIn(ushort port = 21) =>
        new FtpScript(port).S("220 ftp.example.test FTP server ready").C("USER ann").S("331 Password").C("PASS secret").S("230 In").C("TYPE I").S("200 Binary");

    /// <summary>Everything has this time.</summary>
    public bool HasNoClock { get; init; }

    /// <summary>A line of the client on the control connection.</summary>
    public FtpScript C(string line) => Send("control", fromClient: true, line + "\r\n");

    /// <summary>A line of the server on the control connection.</summary>
    public FtpScript S(string line) => Send("control", fromClient: false, line + "\r\n");

    /// <summary>Lines of another session, which must have been connected under that name.</summary>
    public FtpScript C(string wire, string line) => Send(wire, fromClient: true, line + "\r\n");

    /// <summary>The same for its server.</summary>
    public FtpScript S(string wire, string line) => Send(wire, fromClient: false, line + "\r\n");

    /// <summary>The client opens a data connection to a port of the server.</summary>
    public FtpScript Passive(string wire, ushort port, ushort from = 50000, string server = ServerHost) => Connect(wire, ClientHost, from, server, port);

    /// <summary>The server opens a data connection to a port of the client.</summary>
    public FtpScript Active(string wire, ushort port, ushort from = 20, string client = ClientHost) => Connect(wire, ServerHost, from, client, port);

    /// <summary>A connection of any kind.</summary>
    public FtpScript Connect(string wire, string client, ushort clientPort, string server, ushort serverPort, bool hasStart = true)
    {
        var opened = new Wire(Address(client), clientPort, Address(server), serverPort, (uint)(_packets.Count + 1) * 1_000_000);
        _wires[wire] = opened;
        if (!hasStart) return this;
        opened.ClientNext--;
        opened.ServerNext--;
        Add(opened, fromClient: true, "", TcpFlags.Syn);
        opened.ClientNext++;
        Add(opened, fromClient: false, "", TcpFlags.Syn | TcpFlags.Ack);
        opened.ServerNext++;
        return Add(opened, fromClient: true, "", TcpFlags.Ack);
    }

    /// <summary>Bytes (as Latin-1) from the end that opened the connection, or from the other one.</summary>
    public FtpScript Send(string wire, bool fromClient, string bytes) => Add(_wires[wire], fromClient, bytes, TcpFlags.Ack);

    /// <summary>The FTP server sends a file.</summary>
    public FtpScript Down(string wire, string bytes) => Send(wire, _wires[wire].Client == Address(ServerHost), bytes);

    /// <summary>The FTP client sends a file.</summary>
    public FtpScript Up(string wire, string bytes) => Send(wire, _wires[wire].Client != Address(ServerHost), bytes);

    /// <summary>Bytes are sent that the capture lacks.</summary>
    public FtpScript Lose(string wire, bool fromClient, int count)
    {
        Wire lossy = _wires[wire];
        if (fromClient) lossy.ClientNext = (uint)(lossy.ClientNext + count);
        else lossy.ServerNext = (uint)(lossy.ServerNext + count);
        return this;
    }

    /// <summary>What comes next stands so many bytes further back (or, negative, ahead) in the stream than what was last sent.</summary>
    public FtpScript Rewind(string wire, bool fromClient, int count) => Lose(wire, fromClient, -count);

    /// <summary>What was rewound over is there already.</summary>
    public FtpScript Skip(string wire, bool fromClient, int count) => Lose(wire, fromClient, count);

    /// <summary>Both ends say that they send no more, the sender of the file first.</summary>
    public FtpScript End(string wire, bool clientFirst = false)
    {
        Fin(wire, clientFirst);
        return Fin(wire, !clientFirst);
    }

    /// <summary>One end says that it sends no more.</summary>
    public FtpScript Fin(string wire, bool fromClient)
    {
        Wire ending = _wires[wire];
        Add(ending, fromClient, "", TcpFlags.Fin | TcpFlags.Ack);
        if (fromClient) ending.ClientNext++;
        else ending.ServerNext++;
        return Add(ending, !fromClient, "", TcpFlags.Ack);
    }

    /// <summary>One end breaks the connection off.</summary>
    public FtpScript Reset(string wire, bool fromClient) => Add(_wires[wire], fromClient, "", TcpFlags.Rst);

    /// <summary>A whole passive data connection.</summary>
    public FtpScript PassiveFile(string wire, ushort port, string down, ushort from = 50000) => Passive(wire, port, from).Down(wire, down).End(wire);

    /// <summary>A whole active data connection.</summary>
    public FtpScript ActiveFile(string wire, ushort port, string down, ushort from = 20) => Active(wire, port, from).Down(wire, down).End(wire, clientFirst: true);

    /// <summary>Time passes.</summary>
    public FtpScript Wait(double seconds)
    {
        _time += (long)(seconds * 1e9);
        return this;
    }

    /// <summary>What comes next is captured at once, but was sent earlier, or later, by this much.</summary>
    public FtpScript Wait(double seconds, Action<FtpScript> meanwhile)
    {
        _time += (long)(seconds * 1e9);
        meanwhile(this);
        _time -= (long)(seconds * 1e9);
        return this;
    }

    FtpScript Add(Wire wire, bool fromClient, string bytes, TcpFlags flags)
    {
        byte[] payload = Encoding.Latin1.GetBytes(bytes);
        _time += 1_000_000;
        _packets.Add(new Packet(wire, fromClient, fromClient ? wire.ClientNext : wire.ServerNext, fromClient ? wire.ServerNext : wire.ClientNext, flags, payload, HasNoClock ? 0 : _time));
        if (fromClient) wire.ClientNext += (uint)payload.Length;
        else wire.ServerNext += (uint)payload.Length;
        return this;
    }

    /// <summary>Reads the packets and says what was found.</summary>
    public FtpFindings Play(FtpPlay? play = null)
    {
        play ??= new FtpPlay();
        var store = new ScriptStore(play.IsPipe);
        var records = new RecordList();
        var analysis = new AnalysisContext(new AnalysisOptions { Hash = play.Hash, KeepContent = play.KeepContent }, records, store);
        var acceptor = new SessionAcceptor(analysis);
        var table = new ConnectionTable(acceptor, store, new StreamLimits(), OverlapPolicy.First, acceptor.IsKnownPort);
        IEnumerable<Packet> packets = play.Seed is { } seed ? Shuffled(seed, play.Window) : _packets;
        long number = 0;
        foreach (Packet packet in packets.Where(packet => play.Sees(packet.FromClient == (packet.Wire.Client == Address(ClientHost)))))
        {
            foreach (Packet piece in packet.Cut(play.Cut)) table.Add(piece.ToSegment(store.Append(piece.Payload), ++number));
        }
        table.Complete();
        analysis.Ftp.Complete();
        return new FtpFindings(records, analysis.Ftp.Trees, store);
    }

    // Nothing moves further than a window, as in a capture of several paths.
    List<Packet> Shuffled(int seed, int window)
    {
        var random = new Random(seed);
        return [.. _packets.Select((packet, place) => (packet, key: place + random.NextDouble() * window)).OrderBy(one => one.key).Select(one => one.packet)];
    }

    internal static IpAddress Address(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);

    sealed class Wire(IpAddress client, ushort clientPort, IpAddress server, ushort serverPort, uint start)
    {
        public IpAddress Client => client;
        public ushort ClientPort => clientPort;
        public IpAddress Server => server;
        public ushort ServerPort => serverPort;
        public uint ClientNext = start;
        public uint ServerNext = start + 500_000;
    }

    sealed record Packet(Wire Wire, bool FromClient, uint Sequence, uint Acknowledgment, TcpFlags Flags, byte[] Payload, long Time)
    {
        public IEnumerable<Packet> Cut(int size)
        {
            if (Payload.Length <= size) return [this];
            return Payload.Chunk(size).Select((piece, index) => this with { Payload = piece, Sequence = Sequence + (uint)(index * size) });
        }

        public TcpSegment ToSegment(Extent extent, long number) => new()
        {
            Source = FromClient ? Wire.Client : Wire.Server,
            SourcePort = FromClient ? Wire.ClientPort : Wire.ServerPort,
            Destination = FromClient ? Wire.Server : Wire.Client,
            DestinationPort = FromClient ? Wire.ServerPort : Wire.ClientPort,
            Sequence = Sequence,
            Acknowledgment = Acknowledgment,
            Flags = Flags,
            Payload = Payload,
            Extent = extent,
            Time = new Timestamp(Time),
            PacketNumber = number,
            Checksum = ChecksumState.Right,
        };
    }
}

/// <summary>How the packets of a script are played.</summary>
sealed record FtpPlay
{
    /// <summary>The most payload of a packet; longer ones are cut.</summary>
    public int Cut { get; init; } = int.MaxValue;

    /// <summary>Shuffles the packets; null leaves them in order.</summary>
    public int? Seed { get; init; }

    /// <summary>How far packets move when they are shuffled.</summary>
    public int Window { get; init; } = 3;

    /// <summary>The bytes cannot be read again.</summary>
    public bool IsPipe { get; init; }

    /// <summary>Hashes are wanted.</summary>
    public bool Hash { get; init; } = true;

    /// <summary>Contents are kept.</summary>
    public bool KeepContent { get; init; }

    /// <summary>Which hosts the capture hears: both, the client's packets only (true), the server's only (false).</summary>
    public bool? OnlyClient { get; init; }

    /// <summary>Whether the capture has a packet.</summary>
    public bool Sees(bool fromClientHost) => OnlyClient is null || OnlyClient == fromClientHost;
}

/// <summary>The captured bytes, one packet behind another; those of a pipe cannot be read again, unless they were kept.</summary>
sealed class ScriptStore(bool isPipe) : IByteStore
{
    const int Capture = 0, Spool = 1;
    readonly List<byte> _capture = [], _spool = [];

    public Extent Append(byte[] bytes)
    {
        // As in a capture, something stands between two packets.
        _capture.AddRange(new byte[10]);
        var extent = new Extent(Capture, _capture.Count, bytes.Length);
        _capture.AddRange(bytes);
        return extent;
    }

    public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes)
    {
        if (!isPipe) return extent;
        var kept = new Extent(Spool, _spool.Count, bytes.Length);
        _spool.AddRange(bytes);
        return kept;
    }

    public bool TryRead(Extent extent, Span<byte> target)
    {
        List<byte> bytes = extent.Capture == Spool ? _spool : _capture;
        if ((isPipe && extent.Capture == Capture) || extent.Offset + extent.Length > bytes.Count) return false;
        for (int i = 0; i < extent.Length; i++) target[i] = bytes[(int)extent.Offset + i];
        return true;
    }
}

/// <summary>What was found in a script.</summary>
sealed class FtpFindings(RecordList records, RemoteTrees trees, ScriptStore store)
{
    public RecordList Records => records;

    public IReadOnlyList<TransferRecord> Transfers => [.. records.OfType<TransferRecord>().OrderBy(transfer => transfer.Id)];

    public TransferRecord Transfer => Assert.Single(Transfers);

    public IReadOnlyList<ExchangeRecord> Exchanges => [.. records.OfType<ExchangeRecord>().OrderBy(exchange => exchange.Number)];

    public SessionRecord Session => Assert.Single(records.OfType<SessionRecord>());

    public IReadOnlyList<CredentialRecord> Credentials => [.. records.OfType<CredentialRecord>()];

    public RemoteTrees Trees => trees;

    public RemoteTree Tree => Assert.Single(trees.All);

    /// <summary>Codes of the findings, but for the one that nearly every login brings: see <see cref="IsPasswordSeen"/>.</summary>
    public IReadOnlyList<string> Codes => [.. records.OfType<FindingRecord>().Select(finding => finding.Code).Where(code => code != ClearText)];

    /// <summary>It is told that a password went over the wire in clear.</summary>
    public bool IsPasswordSeen => records.OfType<FindingRecord>().Any(finding => finding.Code == ClearText);

    const string ClearText = "cleartext-credentials";

    public string TextOf(string code) => Assert.Single(records.OfType<FindingRecord>(), finding => finding.Code == code).Text;

    /// <summary>The command and its last code, of every exchange: <c>USER 331</c>.</summary>
    public string Dialogue => string.Join(", ", Exchanges.Select(exchange => $"{exchange.Command ?? "-"} {exchange.ReplyCode ?? "-"}"));

    /// <summary>The bytes of a content, as Latin-1.</summary>
    public string Read(Content content)
    {
        var text = new StringBuilder();
        foreach (Extent extent in content.Extents.All())
        {
            byte[] bytes = new byte[extent.Length];
            Assert.True(store.TryRead(extent, bytes));
            text.Append(Encoding.Latin1.GetString(bytes));
        }
        return text.ToString();
    }

    /// <summary>All that must not depend on how the packets were cut: everything but packet numbers.</summary>
    public string Essence => string.Join('\n', records.Select(record => record switch
    {
        ExchangeRecord exchange => $"{exchange.Number} {exchange.Phase} {exchange.Command} {exchange.Argument} {exchange.ReplyCode} {exchange.Reply}",
        TransferRecord transfer => Describe(transfer),
        CredentialRecord credential => $"{credential.User} {credential.Secret} {credential.Accepted}",
        FindingRecord finding => $"{finding.Severity} {finding.Code} {finding.Text}",
        SessionRecord session => $"{session.Outcome} {session.User} {session.Tls} {session.Commands} {string.Join(' ', session.Transfers)} {string.Join(' ', session.Facts)}",
        _ => "",
    }).Where(line => line.Length > 0).Order(StringComparer.Ordinal));

    static string Describe(TransferRecord transfer) =>
        $"{transfer.Id} {transfer.Command} {transfer.Path} {transfer.Mode} {transfer.Stream} {transfer.Representation} {transfer.Offset} {transfer.Size} {transfer.Sha256} "
        + $"{transfer.Complete} {transfer.Missing} {transfer.ReplyCode} {transfer.MatchedBy} {transfer.Certainty} {transfer.Entries?.Count} {transfer.Joined?.Sha256} {transfer.DecodedSha256}";
}
