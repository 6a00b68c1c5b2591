using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Capture;

/// <summary>
/// One packet from the link layer to an empty sink. The checksums in the packets are zero, so that all that can be tried to
/// explain them is tried.
/// </summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    const int TcpHeaderLength = 20;

    static readonly byte[] Ethernet4 = Convert.FromHexString("020000000001" + "020000000002" + "0800");
    static readonly byte[] Ethernet6 = Convert.FromHexString("020000000001" + "020000000002" + "86DD");
    static readonly byte[] Cooked4 = Convert.FromHexString("0000" + "0001" + "0006" + "0200000000010000" + "0800");
    static readonly byte[] Tagged4 = Convert.FromHexString("020000000001" + "020000000002" + "88A8" + "0014" + "8100" + "000A" + "0800");

    readonly PacketDecoder _decoder = new(new EmptySink(), new DecoderLimits());
    readonly byte[] _acknowledgment = [.. Ethernet4, .. Ipv4(0)];
    readonly byte[] _fullSegment = [.. Ethernet4, .. Ipv4(1460)];
    readonly byte[] _fullSegmentCooked = [.. Cooked4, .. Ipv4(1460)];
    readonly byte[] _fullSegmentTagged = [.. Tagged4, .. Ipv4(1460)];
    readonly byte[] _fullSegment6 = [.. Ethernet6, .. Ipv6(1440)];
    readonly byte[] _joinedSegment = [.. Ethernet4, .. Ipv4(64_000)];

    [Benchmark(Baseline = true)]
    public void FullSegment() => Decode(_fullSegment, LinkType.Ethernet);

    [Benchmark]
    public void Acknowledgment() => Decode(_acknowledgment, LinkType.Ethernet);

    [Benchmark]
    public void FullSegmentIpv6() => Decode(_fullSegment6, LinkType.Ethernet);

    [Benchmark]
    public void FullSegmentLinuxCooked() => Decode(_fullSegmentCooked, LinkType.LinuxSll);

    [Benchmark]
    public void FullSegmentInTwoTags() => Decode(_fullSegmentTagged, LinkType.Ethernet);

    [Benchmark]
    public void SegmentJoinedByOffload() => Decode(_joinedSegment, LinkType.Ethernet);

    void Decode(byte[] frame, LinkType linkType) => _decoder.Decode(new CapturedPacket
    {
        Number = 1,
        Time = new Timestamp(1_700_000_000_000_000_000),
        LinkType = linkType,
        Data = frame,
        OriginalLength = frame.Length,
        Extent = new Extent(0, 40, frame.Length),
    });

    static byte[] Ipv4(int payload)
    {
        int total = 20 + TcpHeaderLength + payload;
        byte[] header = Convert.FromHexString($"4500{total:X4}" + "00000000" + "40060000" + "C0000201" + "C6336407");
        return [.. header, .. Tcp(payload)];
    }

    static byte[] Ipv6(int payload)
    {
        string addresses = "20010DB8000000000000000000000001" + "20010DB8000100000000000000000007";
        return [.. Convert.FromHexString($"60000000{TcpHeaderLength + payload:X4}0640" + addresses), .. Tcp(payload)];
    }

    static byte[] Tcp(int payload) =>
        [.. Convert.FromHexString("9C400019" + "00000001" + "00000001" + "5010FFFF" + "00000000"), .. new byte[payload]];

    sealed class EmptySink : ISegmentSink
    {
        public void OnSegment(in TcpSegment segment)
        {
        }

        public void OnDatagram(in UdpDatagram datagram)
        {
        }
    }
}
