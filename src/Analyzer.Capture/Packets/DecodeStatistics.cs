using System.Collections.Concurrent;
using Analyzer.Capture.Sources;

namespace Analyzer.Capture.Packets;

/// <summary>
/// What a <see cref="PacketDecoder"/> met. Written by the decoding thread; any other may read it, and sees recent numbers.
/// </summary>
public sealed class DecodeStatistics
{
    const int TransportProtocols = 256;

    readonly long[] _stops = new long[Enum.GetValues<StopReason>().Length];
    readonly long[] _traits = new long[Enum.GetValues<PacketTrait>().Length];
    readonly long[] _transports = new long[TransportProtocols];
    readonly ConcurrentDictionary<LinkType, long> _unknownLinkTypes = [];

    /// <summary>Packets given to the decoder.</summary>
    public long Packets { get; internal set; }

    /// <summary>How many packets ended there.</summary>
    public long this[StopReason reason] => _stops[(int)reason];

    /// <summary>How often that was seen.</summary>
    public long this[PacketTrait trait] => _traits[(int)trait];

    /// <summary>
    /// Packets that ended at <see cref="StopReason.OtherTransport"/>, by the number of the protocol in the IP header.
    /// </summary>
    public long OtherTransports(byte protocol) => _transports[protocol];

    /// <summary>Packets by link type, of the link types that are not decoded; 65,536 entries at most.</summary>
    public IReadOnlyDictionary<LinkType, long> UnknownLinkTypes => _unknownLinkTypes;

    internal void Count(StopReason reason) => _stops[(int)reason]++;

    internal void Count(PacketTrait trait) => _traits[(int)trait]++;

    internal void CountTransport(byte protocol) => _transports[protocol]++;

    internal void CountUnknown(LinkType type) => _unknownLinkTypes[type] = _unknownLinkTypes.GetValueOrDefault(type) + 1;
}
