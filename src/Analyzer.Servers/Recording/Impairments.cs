namespace Analyzer.Servers.Recording;

/// <summary>
/// What goes wrong between the hosts, and between them and the capture. Shares are from 0 to 1. Loss, reordering, duplicates and segments happen
/// on the way: the hosts notice and repair. The rest happens to the capture alone.
/// </summary>
public sealed record Impairments
{
    /// <summary>Nothing goes wrong.</summary>
    public static Impairments None { get; } = new();

    /// <summary>Share of the segments with data that are lost on the way and sent again.</summary>
    public double Loss { get; init; }

    /// <summary>Share of the segments with data that overtake others.</summary>
    public double Reorder { get; init; }

    /// <summary>Share of the segments with data that come twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Segments are cut anywhere, even inside a line end.</summary>
    public bool Resegment { get; init; }

    /// <summary>Hosts have IPv6 addresses instead of IPv4 ones.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Share of the packets that arrive and are acknowledged, but that the capture lacks.</summary>
    public double CaptureLoss { get; init; }

    /// <summary>Share of the segments that repeat the last bytes of the one before.</summary>
    public double Overlap { get; init; }

    /// <summary>Most bytes of an IP packet: longer ones come in fragments. 0: 1500.</summary>
    public int FragmentSize { get; init; }

    /// <summary>Each frame has the tag of this VLAN; 0: none.</summary>
    public int Vlan { get; init; }

    /// <summary>How many bytes of each frame the capture keeps; 0: all.</summary>
    public int SnapLength { get; init; }

    /// <summary>Share of the packets that were over before the capture began.</summary>
    public double StartAt { get; init; }

    /// <summary>Whose packets alone the capture has; null: both sides'.</summary>
    public CapturedSide? OnlySide { get; init; }

    /// <summary>The hosts' addresses are translated on the way to the capture, but not those that they speak of.</summary>
    public bool Nat { get; init; }
}

/// <summary>One side of each pair of hosts.</summary>
public enum CapturedSide
{
    /// <summary>The host that spoke first.</summary>
    Client,

    /// <summary>The other one.</summary>
    Server,
}
