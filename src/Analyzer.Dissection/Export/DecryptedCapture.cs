using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Writes what was decrypted as a capture that other programs read: each encrypted connection as one in clear, between the same hosts and
/// at the same times. What was said in clear before STARTTLS is left out, as what follows would not be TLS; a port of TLS becomes the
/// protocol's own.
/// </summary>
public sealed class DecryptedCapture : IPlainTextTap, IDisposable
{
    const uint FirstSequence = 1;

    readonly PcapNgWriter _writer;
    readonly int _interface;
    readonly Dictionary<long, Talk> _talks = [];
    readonly byte[] _packet = new byte[PlainPacket.MaxLength];

    sealed class Talk(Endpoint client, Endpoint server)
    {
        public Endpoint Client => client;

        public Endpoint Server => server;

        public uint FromClient = FirstSequence, FromServer = FirstSequence;

        public Timestamp Last;
    }

    /// <summary>Begins the capture.</summary>
    /// <param name="stream">Closed with this.</param>
    public DecryptedCapture(Stream stream)
    {
        _writer = new PcapNgWriter(stream);
        _interface = _writer.AddInterface(LinkType.Raw);
    }

    /// <summary>Connections written.</summary>
    public int Connections => _talks.Count;

    /// <inheritdoc/>
    public void OnPlain(Connection connection, Direction from, ReadOnlySpan<byte> plain, Timestamp time)
    {
        Talk talk = TalkOf(connection, time);
        Write(talk, from, plain, TcpFlags.Ack | TcpFlags.Psh, time);
        Advance(talk, from, plain.Length);
    }

    /// <inheritdoc/>
    public void OnPlainGap(Connection connection, Direction from, long missing, Timestamp time) => Advance(TalkOf(connection, time), from, missing);

    static void Advance(Talk talk, Direction from, long count)
    {
        if (from == Direction.FromClient) talk.FromClient += (uint)count;
        else talk.FromServer += (uint)count;
    }

    Talk TalkOf(Connection connection, Timestamp time)
    {
        if (_talks.TryGetValue(connection.Id, out Talk? known)) return known;
        var talk = new Talk(connection.Client, connection.Server with { Port = ClearPortOf(connection.Server.Port) });
        _talks.Add(connection.Id, talk);
        // Behind an upgrade it begins in the middle: the greeting was said in clear, and nobody is to look for it here.
        if (Protocols.All.Any(protocol => protocol.Ports.Contains(connection.Server.Port))) return talk;
        Write(talk, Direction.FromClient, [], TcpFlags.Syn, time, back: 1);
        Write(talk, Direction.FromServer, [], TcpFlags.Syn | TcpFlags.Ack, time, back: 1);
        Write(talk, Direction.FromClient, [], TcpFlags.Ack, time);
        return talk;
    }

    static ushort ClearPortOf(ushort port) => Protocols.All.FirstOrDefault(protocol => protocol.TlsPorts.Contains(port))?.Ports[0] ?? port;

    void Write(Talk talk, Direction from, ReadOnlySpan<byte> plain, TcpFlags flags, Timestamp time, uint back = 0)
    {
        bool isClient = from == Direction.FromClient;
        var header = new PlainPacket(
            isClient ? talk.Client : talk.Server,
            isClient ? talk.Server : talk.Client,
            (isClient ? talk.FromClient : talk.FromServer) - back,
            flags.HasFlag(TcpFlags.Ack) ? isClient ? talk.FromServer : talk.FromClient : 0,
            flags);
        talk.Last = time;
        _writer.WritePacket(_interface, time, _packet.AsSpan(0, header.Write(_packet, plain)));
    }

    /// <summary>Ends all connections and closes the stream.</summary>
    public void Dispose()
    {
        foreach (Talk talk in _talks.Values)
        {
            Write(talk, Direction.FromClient, [], TcpFlags.Fin | TcpFlags.Ack, talk.Last);
            Advance(talk, Direction.FromClient, 1);
            Write(talk, Direction.FromServer, [], TcpFlags.Fin | TcpFlags.Ack, talk.Last);
            Advance(talk, Direction.FromServer, 1);
            Write(talk, Direction.FromClient, [], TcpFlags.Ack, talk.Last);
        }
        _talks.Clear();
        _writer.Dispose();
    }
}
