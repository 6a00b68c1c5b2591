namespace Analyzer.Capture.Packets.LinkLayer;

/// <summary>The EtherTypes that lead on to IP (IEEE registration authority, "EtherType").</summary>
internal static class EtherType
{
    public const int Ipv4 = 0x0800;
    public const int TransparentBridging = 0x6558;
    public const int Vlan = 0x8100;
    public const int Ipv6 = 0x86DD;
    public const int Ppp = 0x880B;
    public const int Mpls = 0x8847;
    public const int MplsMulticast = 0x8848;
    public const int PppoeSession = 0x8864;
    public const int ProviderVlan = 0x88A8;
    public const int MacSec = 0x88E5;
    public const int BackboneService = 0x88E7;

    // Used for the outer of two tags before IEEE 802.1ad gave them a number, and still found.
    public const int OldProviderVlan = 0x9100;
    public const int OtherProviderVlan = 0x9200;

    // IEEE 802.3 3.2.6: up to here the field is a length, and an LLC header follows.
    const int MaxLength = 1500;

    public static Layer Next(int type, ref PacketCursor cursor) => type switch
    {
        Ipv4 => Layer.Ipv4,
        Ipv6 => Layer.Ipv6,
        Vlan or ProviderVlan or OldProviderVlan or OtherProviderVlan => Layer.Vlan,
        Mpls or MplsMulticast => Layer.Mpls,
        PppoeSession => Layer.Pppoe,
        Ppp => Layer.Ppp,
        TransparentBridging => Layer.Ethernet,
        BackboneService => cursor.SkipTo(VlanDecoder.BackboneTagLength, Layer.Ethernet),
        MacSec => cursor.StopAt(StopReason.Encrypted),
        _ => cursor.StopAt(StopReason.NotIp),
    };

    /// <summary>The same for a field that may hold the frame's length instead.</summary>
    public static Layer NextOrLength(int typeOrLength, ref PacketCursor cursor) =>
        typeOrLength <= MaxLength ? Layer.Llc : Next(typeOrLength, ref cursor);

    /// <summary>Whether frames of this type are decoded: where one must guess, a sign that there is a frame.</summary>
    public static bool IsDecoded(int type) => type is Ipv4 or Ipv6 or Vlan or ProviderVlan or Mpls or PppoeSession;
}
