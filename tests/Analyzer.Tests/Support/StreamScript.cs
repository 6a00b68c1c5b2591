using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;

namespace Analyzer.Tests.Support;

/// <summary>
/// Plays TCP segments into a connection table and notes what comes out: <c>C:hello</c> for bytes, <c>C-5</c> for a gap, <c>closed
/// Finished</c>. The bytes of all segments also lie in a store, so that the table can compare.
/// </summary>
sealed class StreamScript : IStreamAcceptor, IByteStore
{
    public const uint ClientStart = 1000, ServerStart = 5000;

    readonly List<byte> _capture = [];
    readonly List<string> _events = [];
    readonly Dictionary<long, Note> _notes = [];
    long _packet;
    long _time;

    public StreamScript(StreamLimits? limits = null, OverlapPolicy policy = OverlapPolicy.First) =>
        Table = new ConnectionTable(this, this, limits ?? new StreamLimits(), policy, port => port is 25 or 110);

    public ConnectionTable Table { get; }

    public List<Connection> Connections { get; } = [];

    /// <summary>Nobody reads the bytes.</summary>
    public bool Refuses { get; init; }

    /// <summary>Everything that happened, in order.</summary>
    public string Log => string.Join(' ', _events);

    /// <summary>The bytes delivered in one direction of one connection.</summary>
    public string Text(Direction from, int connection = 0) => _notes[connection].Of(from).ToString();

    public StreamScript Client(uint sequence, string payload = "", TcpFlags flags = TcpFlags.Ack, uint ack = ServerStart + 1, int cut = 0, ChecksumState checksum = ChecksumState.Right, ushort port = 40000) =>
        Send("10.0.0.1", port, "10.0.0.2", 25, sequence, payload, flags, ack, cut, checksum);

    public StreamScript Server(uint sequence, string payload = "", TcpFlags flags = TcpFlags.Ack, uint ack = ClientStart + 1, int cut = 0, ChecksumState checksum = ChecksumState.Right, ushort port = 40000) =>
        Send("10.0.0.2", 25, "10.0.0.1", port, sequence, payload, flags, ack, cut, checksum);

    public StreamScript Handshake(ushort port = 40000) =>
        Client(ClientStart, flags: TcpFlags.Syn, ack: 0, port: port)
            .Server(ServerStart, flags: TcpFlags.Syn | TcpFlags.Ack, ack: ClientStart + 1, port: port)
            .Client(ClientStart + 1, port: port);

    public StreamScript Wait(TimeSpan time)
    {
        _time += (long)time.TotalNanoseconds;
        return this;
    }

    public StreamScript End()
    {
        Table.Complete();
        return this;
    }

    StreamScript Send(string from, ushort fromPort, string to, ushort toPort, uint sequence, string payload, TcpFlags flags, uint ack, int cut, ChecksumState checksum)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(payload);
        var segment = new TcpSegment
        {
            Source = Address(from),
            Destination = Address(to),
            SourcePort = fromPort,
            DestinationPort = toPort,
            Sequence = sequence,
            Acknowledgment = ack,
            Flags = flags,
            Payload = bytes,
            CutBytes = cut,
            Extent = new Extent(0, _capture.Count, bytes.Length),
            Time = new Timestamp(_time += 1000),
            PacketNumber = ++_packet,
            Checksum = checksum,
        };
        _capture.AddRange(bytes);
        Table.Add(segment);
        return this;
    }

    static IpAddress Address(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);

    IStreamConsumer? IStreamAcceptor.Accept(Connection connection)
    {
        Connections.Add(connection);
        var note = new Note(this, connection);
        _notes.Add(_notes.Count, note);
        return Refuses ? null : note;
    }

    void IStreamAcceptor.OnClosed(Connection connection)
    {
        if (Refuses) _events.Add($"closed {connection.Closed}");
    }

    Extent IByteStore.Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

    bool IByteStore.TryRead(Extent extent, Span<byte> target)
    {
        for (int i = 0; i < extent.Length; i++) target[i] = _capture[(int)extent.Offset + i];
        return true;
    }

    sealed class Note(StreamScript script, Connection connection) : IStreamConsumer
    {
        readonly StringBuilder _client = new(), _server = new();

        public StringBuilder Of(Direction from) => from == Direction.FromClient ? _client : _server;

        public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
        {
            string text = Encoding.Latin1.GetString(data);
            byte[] stored = new byte[extent.Length];
            ((IByteStore)script).TryRead(extent, stored);
            Assert.Equal(text, Encoding.Latin1.GetString(stored));
            Of(from).Append(text);
            script._events.Add($"{Letter(from)}:{text}");
        }

        public void OnGap(Direction from, long missing, Timestamp time) => script._events.Add($"{Letter(from)}-{missing}");

        public void OnClosed(CloseReason reason, Timestamp time)
        {
            Assert.Equal(reason, connection.Closed);
            script._events.Add($"closed {reason}");
        }

        static char Letter(Direction from) => from == Direction.FromClient ? 'C' : 'S';
    }
}
