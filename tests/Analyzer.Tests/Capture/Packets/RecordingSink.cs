using Analyzer.Capture;
using Analyzer.Capture.Packets;

namespace Analyzer.Tests.Capture.Packets;

/// <summary>Keeps all that a decoder delivers.</summary>
sealed class RecordingSink : ISegmentSink
{
    public List<Segment> Segments { get; } = [];

    public List<Datagram> Datagrams { get; } = [];

    public Segment Only => Assert.Single(Segments);

    public void OnSegment(in TcpSegment segment) => Segments.Add(new Segment(
        new Endpoint(segment.Source, segment.SourcePort),
        new Endpoint(segment.Destination, segment.DestinationPort),
        segment.Sequence,
        segment.Acknowledgment,
        segment.Flags,
        segment.Payload.ToArray(),
        segment.CutBytes,
        segment.Extent,
        segment.Time,
        segment.PacketNumber,
        segment.Checksum));

    public void OnDatagram(in UdpDatagram datagram) => Datagrams.Add(new Datagram(
        new Endpoint(datagram.Source, datagram.SourcePort),
        new Endpoint(datagram.Destination, datagram.DestinationPort),
        datagram.Payload.ToArray(),
        datagram.Time));
}

sealed record Segment(
    Endpoint From,
    Endpoint To,
    uint Sequence,
    uint Acknowledgment,
    TcpFlags Flags,
    byte[] Payload,
    int CutBytes,
    Extent Extent,
    Timestamp Time,
    long PacketNumber,
    ChecksumState Checksum);

sealed record Datagram(Endpoint From, Endpoint To, byte[] Payload, Timestamp Time);
