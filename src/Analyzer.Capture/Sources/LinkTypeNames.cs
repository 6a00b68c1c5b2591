using System.Globalization;

namespace Analyzer.Capture.Sources;

/// <summary>The names of link types in the registry, without their prefix.</summary>
public static class LinkTypeNames
{
    /// <summary>The registry's name; a number that is not known here stands as itself.</summary>
    public static string Of(LinkType type) => type switch
    {
        LinkType.Null => "NULL",
        LinkType.Ethernet => "ETHERNET",
        LinkType.Ppp => "PPP",
        LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Raw => "RAW",
        LinkType.PppHdlc => "PPP_HDLC",
        LinkType.PppEther => "PPP_ETHER",
        LinkType.CHdlc => "C_HDLC",
        LinkType.Ieee80211 => "IEEE802_11",
        LinkType.Loop => "LOOP",
        LinkType.LinuxSll => "LINUX_SLL",
        LinkType.Ieee80211Prism => "IEEE802_11_PRISM",
        LinkType.Ieee80211Radiotap => "IEEE802_11_RADIOTAP",
        LinkType.Ieee80211Avs => "IEEE802_11_AVS",
        LinkType.PppWithDirection => "PPP_PPPD",
        LinkType.Ppi => "PPI",
        LinkType.Ipv4 => "IPV4",
        LinkType.Ipv6 => "IPV6",
        LinkType.Nflog => "NFLOG",
        LinkType.LinuxSll2 => "LINUX_SLL2",
        _ => ((ushort)type).ToString(CultureInfo.InvariantCulture),
    };
}
