using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Notes which connections sessions and their transfers had, and later picks their packets out of the captures, which are read once more.
/// A packet whose segment comes in several IP fragments is found by its last.
/// </summary>
public sealed class SessionPackets : ISegmentSink
{
    readonly HashSet<(Endpoint, Endpoint)> _pairs = [];
    readonly HashSet<long> _streams = [];
    readonly PacketDecoder _decoder;
    bool _isWanted;

    /// <summary>Knows no connections yet.</summary>
    public SessionPackets() => _decoder = new PacketDecoder(this, new DecoderLimits());

    /// <summary>The ids of the connections.</summary>
    public IReadOnlySet<long> Streams => _streams;

    /// <summary>Notes the connection that a record is about, if it is about one.</summary>
    public void Note(Record record)
    {
        if (record is SessionRecord session) Note(session.Stream, session.Client, session.Server);
        if (record is TransferRecord { Stream: { } stream, DataClient: { } client, DataServer: { } server }) Note(stream, client, server);
    }

    void Note(long stream, Endpoint client, Endpoint server)
    {
        _streams.Add(stream);
        _pairs.Add((client, server));
        _pairs.Add((server, client));
    }

    /// <summary>Copies the packets of these connections.</summary>
    /// <param name="sources">The captures, opened anew.</param>
    /// <param name="writer">Nothing was written to it yet.</param>
    /// <param name="secrets">A key log of their secrets; may be empty.</param>
    /// <param name="isCancelled">Says when to end early; null: never.</param>
    /// <returns>How many packets were copied.</returns>
    public long Copy(IReadOnlyList<IPacketSource> sources, PcapNgWriter writer, ReadOnlySpan<byte> secrets, Func<bool>? isCancelled = null)
    {
        const uint keyLog = 0x544C534B;
        if (!secrets.IsEmpty) writer.WriteSecrets(keyLog, secrets);
        Dictionary<LinkType, int> interfaces = [];
        long copied = 0;
        foreach (IPacketSource source in sources)
        {
            while (isCancelled?.Invoke() != true && source.TryRead(out CapturedPacket packet))
            {
                _isWanted = false;
                _decoder.Decode(packet);
                if (!_isWanted) continue;
                if (!interfaces.TryGetValue(packet.LinkType, out int number)) interfaces.Add(packet.LinkType, number = writer.AddInterface(packet.LinkType));
                writer.WritePacket(number, packet.Time, packet.Data, packet.OriginalLength);
                copied++;
            }
        }
        return copied;
    }

    void ISegmentSink.OnSegment(in TcpSegment segment) =>
        _isWanted |= _pairs.Contains((new Endpoint(segment.Source, segment.SourcePort), new Endpoint(segment.Destination, segment.DestinationPort)));

    void ISegmentSink.OnDatagram(in UdpDatagram datagram)
    {
        // Names need no secrets.
    }
}
