using Analyzer.Capture.Packets.Fragments;
using Analyzer.Capture.Packets.LinkLayer;
using Analyzer.Capture.Packets.Network;
using Analyzer.Capture.Packets.Transport;
using Analyzer.Capture.Packets.Tunnels;
using Analyzer.Capture.Sources;

namespace Analyzer.Capture.Packets;

/// <summary>
/// Finds the TCP segment (or the DNS datagram) in a packet, below whatever links, tags, tunnels and fragments it travels in, and
/// gives it to <paramref name="sink"/>. Any bytes may be given: what cannot be decoded is counted in <see cref="Statistics"/>.
/// </summary>
/// <remarks>
/// Lax: a header is used as far as it was captured, and lengths are believed only as far as bytes were on the wire. Where packets
/// are tunnelled, only the innermost is delivered. For one thread.
/// </remarks>
public sealed class PacketDecoder(ISegmentSink sink, DecoderLimits limits)
{
    readonly Defragmenter _defragmenter = new(limits);

    /// <summary>What was met so far.</summary>
    public DecodeStatistics Statistics { get; } = new();

    /// <summary>Decodes one packet. Never throws, unless the sink does.</summary>
    public void Decode(in CapturedPacket packet)
    {
        Statistics.Packets++;
        PacketCursor cursor = default;
        cursor.Begin(in packet, Statistics);
        Decode(ref cursor, LinkLayers.First(packet.LinkType, ref cursor), limits.MaxLayers);
        _defragmenter.ReleaseDelivered();
    }

    /// <summary>Counts what is still in assembly as unfinished and forgets it. To be called at the end of the capture.</summary>
    public void Finish() => _defragmenter.Finish(Statistics);

    void Decode(ref PacketCursor cursor, Layer layer, int layersLeft)
    {
        while (layer != Layer.None)
        {
            if (layer == Layer.Ieee80211Aggregate)
            {
                DecodeAggregate(ref cursor, layersLeft);
                return;
            }
            layer = --layersLeft < 0 ? cursor.StopAt(StopReason.TooManyLayers) : Cross(layer, ref cursor);
        }
        Statistics.Count(cursor.Stop);
    }

    void DecodeAggregate(ref PacketCursor aggregate, int layersLeft)
    {
        bool isEmpty = true;
        while (Ieee80211Aggregate.TryNext(ref aggregate, out PacketCursor payload))
        {
            isEmpty = false;
            Decode(ref payload, Layer.Llc, layersLeft);
        }
        if (isEmpty) Statistics.Count(StopReason.NoPayload);
    }

    Layer Cross(Layer layer, ref PacketCursor cursor) => layer switch
    {
        Layer.Ethernet => EthernetDecoder.Decode(ref cursor),
        Layer.Ipv4 => Ipv4Decoder.Decode(ref cursor),
        Layer.Ipv6 => Ipv6Decoder.Decode(ref cursor),
        Layer.Tcp => TcpDecoder.Decode(ref cursor, sink),
        Layer.Udp => UdpDecoder.Decode(ref cursor, sink),
        Layer.Fragment => _defragmenter.Add(ref cursor),

        Layer.Vlan => VlanDecoder.Decode(ref cursor),
        Layer.Llc => LlcDecoder.Decode(ref cursor),
        Layer.Loopback => LoopbackDecoder.Decode(ref cursor),
        Layer.LinuxCooked => LinuxCookedDecoder.Decode(ref cursor),
        Layer.LinuxCooked2 => LinuxCookedDecoder.DecodeVersion2(ref cursor),
        Layer.Ppp => PppDecoder.Decode(ref cursor),
        Layer.PppWithDirection => cursor.SkipTo(PppDecoder.DirectionLength, Layer.Ppp),
        Layer.Pppoe => PppoeDecoder.Decode(ref cursor),
        Layer.CiscoHdlc => CiscoHdlcDecoder.Decode(ref cursor),
        Layer.Ieee80211 => Ieee80211Decoder.Decode(ref cursor, alignment: 1),
        Layer.Ieee80211Padded => Ieee80211Decoder.Decode(ref cursor, alignment: 4),
        Layer.Radiotap => RadiotapDecoder.Decode(ref cursor),
        Layer.Prism => PrismDecoder.Decode(ref cursor),
        Layer.Avs => PrismDecoder.DecodeAvs(ref cursor),
        Layer.Ppi => PpiDecoder.Decode(ref cursor),
        Layer.Nflog => NflogDecoder.Decode(ref cursor),
        Layer.Mpls => MplsDecoder.Decode(ref cursor),

        Layer.RawIp => RawIpDecoder.Decode(ref cursor),
        Layer.Ipv6HopByHop => Ipv6ExtensionDecoder.DecodeHopByHop(ref cursor),
        Layer.Ipv6Options => Ipv6ExtensionDecoder.Decode(ref cursor),
        Layer.Ipv6Routing => Ipv6RoutingDecoder.Decode(ref cursor),
        Layer.Ipv6Fragment => Ipv6FragmentDecoder.Decode(ref cursor),
        Layer.AuthenticationHeader => AuthenticationHeaderDecoder.Decode(ref cursor),

        Layer.Gre => GreDecoder.Decode(ref cursor),
        Layer.Erspan2 => cursor.SkipTo(ErspanDecoder.Version2Length, Layer.Ethernet),
        Layer.Erspan3 => ErspanDecoder.DecodeVersion3(ref cursor),
        Layer.EtherIp => cursor.SkipTo(EthernetDecoder.EtherIpLength, Layer.Ethernet),
        Layer.Vxlan => VxlanDecoder.Decode(ref cursor),
        Layer.Geneve => GeneveDecoder.Decode(ref cursor),
        Layer.Gtp => GtpDecoder.Decode(ref cursor),
        _ => cursor.StopAt(StopReason.NotIp),
    };
}
