using Analyzer.Capture.Sources;

namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>Which header a packet of each link type begins with.</summary>
internal static class LinkLayers
{
    public static Layer First(LinkType type, ref PacketCursor cursor) => type switch
    {
        LinkType.Ethernet => Layer.Ethernet,
        LinkType.LinuxSll => Layer.LinuxCooked,
        LinkType.LinuxSll2 => Layer.LinuxCooked2,
        LinkType.Null or LinkType.Loop => Layer.Loopback,
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => Layer.RawIp,
        LinkType.Ipv4 => Layer.Ipv4,
        LinkType.Ipv6 => Layer.Ipv6,
        LinkType.Ppp or LinkType.PppHdlc => Layer.Ppp,
        LinkType.PppWithDirection => Layer.PppWithDirection,
        LinkType.PppEther => Layer.Pppoe,
        LinkType.CHdlc => Layer.CiscoHdlc,
        LinkType.Ieee80211 => Layer.Ieee80211,
        LinkType.Ieee80211Radiotap => Layer.Radiotap,
        LinkType.Ieee80211Prism => Layer.Prism,
        LinkType.Ieee80211Avs => Layer.Avs,
        LinkType.Ppi => Layer.Ppi,
        LinkType.Nflog => Layer.Nflog,
        _ => StopAtUnknown(type, ref cursor),
    };

    static Layer StopAtUnknown(LinkType type, ref PacketCursor cursor)
    {
        cursor.Statistics.CountUnknown(type);
        return cursor.StopAt(StopReason.UnknownLinkType);
    }
}
