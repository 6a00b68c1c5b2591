using System.Net;

namespace Analyzer.Servers.Recording.Packets;

/// <summary>How packets become frames.</summary>
sealed record FrameOptions
{
    /// <summary>An Ethernet network's usual maximum.</summary>
    public const int EthernetMtu = 1500;

    /// <summary>Bytes of an IP packet; longer ones are sent in fragments.</summary>
    public int Mtu { get; init; } = EthernetMtu;

    /// <summary>The VLAN whose tag each frame has; null: none.</summary>
    public int? Vlan { get; init; }

    /// <summary>The hardware address of a host.</summary>
    public required Func<IPAddress, ReadOnlyMemory<byte>> HardwareAddress { get; init; }
}
