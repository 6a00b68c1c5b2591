using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Support;

public sealed partial record PacketBuilder
{
    static readonly byte[] FromMac = [0x02, 0, 0, 0, 0, 0x01];
    static readonly byte[] ToMac = [0x02, 0, 0, 0, 0, 0x02];

    public PacketBuilder InEthernet(byte[]? to = null) =>
        Behind([.. to ?? ToMac, .. FromMac, .. Wire.U16(Carried.EtherType)], Carried.Ethernet).As(LinkType.Ethernet);

    /// <summary>In Ethernet with a length where the type is elsewhere; an LLC header must follow.</summary>
    public PacketBuilder InEthernet8023() =>
        Behind([.. ToMac, .. FromMac, .. Wire.U16(Bytes.Length)], Carried.Ethernet).As(LinkType.Ethernet);

    public PacketBuilder InVlan(int vlan = 10, ushort etherType = 0x8100) =>
        Behind([.. Wire.U16(vlan), .. Wire.U16(Carried.EtherType)], new Carried(0, etherType));

    /// <summary>Behind a backbone service tag, for a frame in a provider's backbone (802.1ah).</summary>
    public PacketBuilder InBackboneTag() => Behind([0, 0, 0, 7], new Carried(0, 0x88E7));

    public PacketBuilder InSnap(uint organisation = 0) =>
        Behind([0xAA, 0xAA, 0x03, .. Wire.U32(organisation)[1..], .. Wire.U16(Carried.EtherType)], default);

    public PacketBuilder InMpls(uint label = 100, bool isLast = true) =>
        Behind(Wire.U32(label << 12 | (isLast ? 0x100u : 0) | 64), Carried.Mpls);

    public PacketBuilder InPpp() => Behind(Wire.U16(Carried.PppProtocol), Carried.Ppp).As(LinkType.Ppp);

    /// <summary>With the protocol's number in one byte.</summary>
    public PacketBuilder InCompressedPpp() => Behind([(byte)Carried.PppProtocol], Carried.Ppp).As(LinkType.Ppp);

    /// <summary>With the address and control of HDLC-like framing.</summary>
    public PacketBuilder InHdlcAddress() => Behind([0xFF, 0x03], Carried.Ppp);

    public PacketBuilder InPppWithDirection() => Behind([0x01], Carried.Ppp).As(LinkType.PppWithDirection);

    public PacketBuilder InPppoe(byte code = 0)
    {
        PacketBuilder ppp = InPpp();
        return ppp.Behind([0x11, code, 0, 1, .. Wire.U16(ppp.Bytes.Length)], new Carried(0, 0x8864)).As(LinkType.PppEther);
    }

    public PacketBuilder InCiscoHdlc(byte address = 0x0F) =>
        Behind([address, 0, .. Wire.U16(Carried.EtherType)], default).As(LinkType.CHdlc);

    public PacketBuilder InLoopback(byte[] family) => Behind(family, default).As(LinkType.Null);

    public PacketBuilder InLinuxCooked(int? protocol = null) =>
        Behind([0, 0, 0, 1, 0, 6, .. FromMac, 0, 0, .. Wire.U16(protocol ?? Carried.EtherType)], default).As(LinkType.LinuxSll);

    public PacketBuilder InLinuxCooked2() => Behind(
        [.. Wire.U16(Carried.EtherType), 0, 0, .. Wire.U32(2), 0, 1, 0, 6, .. FromMac, 0, 0],
        default).As(LinkType.LinuxSll2);

    public PacketBuilder InNflog(bool isBigEndian = false)
    {
        byte[] U16(int value) => isBigEndian ? Wire.U16(value) : Wire.U16Little(value);
        byte[] header =
        [
            2, 0, 0, 5,
            .. U16(8), .. U16(1), 0x08, 0, 0, 0,
            .. U16(5), .. U16(10), 0, 0, 0, 0,
            .. U16(4 + Bytes.Length), .. U16(9),
        ];
        return Behind(header, default).As(LinkType.Nflog);
    }
}
