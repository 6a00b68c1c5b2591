using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Streams;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>Takes the conversation out of a capture, so that it can be said again with other words or over another network.</summary>
sealed class ConversationReader : ISegmentSink, IStreamAcceptor
{
    readonly ConnectionTable _table;
    readonly List<(SampleEnd, SampleEnd)> _connections = [];
    readonly List<Step> _steps = [];

    ConversationReader(IByteStore store) => _table = new ConnectionTable(this, store, new StreamLimits(), OverlapPolicy.First, port => port is 21 or 25 or 110 or 143);

    public static Conversation? Read(string name, byte[] capture)
    {
        using IPacketSource? source = CaptureOpening.Open(capture, name);
        if (source is null) return null;
        var reader = new ConversationReader(new MemoryStore(capture));
        var decoder = new PacketDecoder(reader, new DecoderLimits());
        while (source.TryRead(out CapturedPacket packet)) decoder.Decode(packet);
        decoder.Finish();
        reader._table.Complete();
        return new Conversation(name, reader._connections, reader._steps);
    }

    public void OnSegment(in TcpSegment segment) => _table.Add(segment);

    public void OnDatagram(in UdpDatagram datagram)
    {
    }

    public IStreamConsumer? Accept(Connection connection)
    {
        _connections.Add((End(connection.Client, 1), End(connection.Server, 2)));
        _steps.Add(new Step(_connections.Count - 1, Act.Open, true, []));
        return new Listener(_steps, _connections.Count - 1);
    }

    public void OnClosed(Connection connection)
    {
    }

    static SampleEnd End(Endpoint endpoint, byte number) => new(new SampleHost("", number, endpoint.Address.ToString()), endpoint.Port);

    sealed class Listener(List<Step> steps, int connection) : IStreamConsumer
    {
        public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet) =>
            steps.Add(new Step(connection, Act.Send, from == Direction.FromClient, data.ToArray()));

        public void OnGap(Direction from, long missing, Timestamp time)
        {
        }

        public void OnClosed(CloseReason reason, Timestamp time) => steps.Add(new Step(connection, Act.Close, true, []));
    }
}
