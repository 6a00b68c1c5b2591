namespace Analyzer.Capture.Sources;

/// <summary>
/// The link-layer header types that are decoded, by their number in the registry at
/// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcaplinktype . Any other number is carried along and counted as unknown.
/// </summary>
public enum LinkType : ushort
{
#pragma warning disable CS1591 // The registry's own names.
    Null = 0,
    Ethernet = 1,
    Ppp = 9,
    RawOpenBsd = 14,
    RawBsd = 12,
    PppHdlc = 50,
    PppEther = 51,
    Raw = 101,
    CHdlc = 104,
    Ieee80211 = 105,
    Loop = 108,
    LinuxSll = 113,
    Ieee80211Radiotap = 127,
    PppWithDirection = 166,
    Ppi = 192,
    Ieee80211Avs = 163,
    Ieee80211Prism = 119,
    Ipv4 = 228,
    Ipv6 = 229,
    Nflog = 239,
    LinuxSll2 = 276,
#pragma warning restore CS1591

    /// <summary>No number of the registry: the capture's format names a link layer that has none.</summary>
    Unknown = ushort.MaxValue,
}
