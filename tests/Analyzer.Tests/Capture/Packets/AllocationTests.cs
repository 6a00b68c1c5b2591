using Analyzer.Capture.Packets;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("Ethernet")]
    [InlineData("Ethernet, IPv6")]
    [InlineData("LINUX_SLL")]
    [InlineData("LINUX_SLL2")]
    [InlineData("VLAN in VLAN")]
    [InlineData("IPv6 with all extensions")]
    [InlineData("802.11 aggregate")]
    [InlineData("a tunnel in a tunnel")]
    public void Decoding_allocates_nothing(string name)
    {
        PacketBuilder frame = SampleFrames.All[name];
        CountingSink sink = new();
        PacketDecoder decoder = new(sink, new DecoderLimits());
        decoder.Decode(frame.Captured());

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++) decoder.Decode(frame.Captured());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((0, 1001), (allocated, sink.Segments));
    }

    sealed class CountingSink : ISegmentSink
    {
        public int Segments { get; private set; }

        public void OnSegment(in TcpSegment segment) => Segments++;

        public void OnDatagram(in UdpDatagram datagram)
        {
        }
    }
}
