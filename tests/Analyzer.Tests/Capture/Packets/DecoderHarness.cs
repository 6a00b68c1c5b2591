using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

/// <summary>A decoder over a capture in memory, in which every packet follows the one before.</summary>
sealed class DecoderHarness
{
    readonly PacketDecoder _decoder;
    readonly List<byte> _capture = [.. new byte[24]];
    long _packets;

    public DecoderHarness(DecoderLimits? limits = null) => _decoder = new PacketDecoder(Sink, limits ?? new DecoderLimits());

    public RecordingSink Sink { get; } = new();

    public DecodeStatistics Statistics => _decoder.Statistics;

    /// <summary>All payload delivered so far.</summary>
    public byte[] Payload => [.. Sink.Segments.SelectMany(segment => segment.Payload)];

    public DecoderHarness Decode(params IEnumerable<PacketBuilder> packets)
    {
        foreach (PacketBuilder packet in packets)
        {
            _capture.AddRange(new byte[16]);
            int offset = _capture.Count;
            _capture.AddRange(packet.Bytes);
            _decoder.Decode(packet.Captured(++_packets, offset));
        }
        return this;
    }

    public void Finish() => _decoder.Finish();

    /// <summary>What the capture holds at <paramref name="extent"/>.</summary>
    public byte[] BytesAt(Extent extent) => [.. _capture.GetRange((int)extent.Offset, extent.Length)];

    /// <summary>Asserts that all packets so far ended as they should, the last one here.</summary>
    public void AssertStopped(StopReason reason)
    {
        Assert.Equal(1, Statistics[reason]);
        Assert.Equal(Statistics.Packets, Enum.GetValues<StopReason>().Sum(each => Statistics[each]));
    }
}
