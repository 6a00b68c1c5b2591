namespace Analyzer.Capture.Packets;

/// <summary>Takes what the decoder finds. Everything is borrowed: valid during the call.</summary>
public interface ISegmentSink
{
    /// <summary>A TCP segment (or a fragment's share of one).</summary>
    void OnSegment(in TcpSegment segment);

    /// <summary>A datagram from or to UDP port 53.</summary>
    void OnDatagram(in UdpDatagram datagram);
}
