namespace Analyzer.Capture.Sources.Live;

/// <summary>How an interface is watched.</summary>
public sealed record LiveOptions
{
    /// <summary>
    /// What is kept when nothing else is asked for. All of TCP, because the ports of FTP's data connections are not known beforehand;
    /// fragments, of which only the first has ports; answers of name servers. IPv6 packets whose TCP header lies behind extension
    /// headers, and the tunnels that the decoder looks into below IP.
    /// </summary>
    const string Wanted =
        "tcp or udp port 53 or ip[6:2] & 0x3fff != 0 or (ip6 and (ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or ip6[6] = 51 or ip6[6] = 60))"
        + " or ip proto 4 or ip proto 41 or ip proto 47 or ip proto 51 or ip6 proto 4 or ip6 proto 41 or ip6 proto 47";

    /// <summary>The same behind one and two VLAN tags, where the link layer can have them.</summary>
    internal static readonly string[] DefaultFilters = [$"{Wanted} or (vlan and ({Wanted} or (vlan and ({Wanted}))))", Wanted];

    /// <summary>Bytes kept of each packet, 64 to 262,144. The largest is libpcap's own: joined segments of a fast card are as long as 64 KiB.</summary>
    public int SnapLength { get; init; } = 262_144;

    /// <summary>
    /// Bytes that the kernel holds for us while we do something else: at a full gigabit a second, half a second. It is memory that
    /// cannot be swapped out.
    /// </summary>
    public int BufferSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether packets that are for other hosts are taken too.</summary>
    public bool IsPromiscuous { get; init; } = true;

    /// <summary>
    /// Packets are handed over one by one as they come. Without, the kernel collects them for <see cref="Timeout"/> at most, which is
    /// much cheaper at high rates, and lets it hold many more of them.
    /// </summary>
    public bool IsImmediate { get; init; }

    /// <summary>How long the kernel may collect packets: a small part of the 200 ms in which a record is promised.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>A capture filter in the language of pcap-filter(7); null: the default.</summary>
    public string? Filter { get; init; }
}
