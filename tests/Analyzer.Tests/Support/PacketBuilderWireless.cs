using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Support;

/// <summary>The variants of an 802.11 data frame's header.</summary>
[Flags]
public enum WirelessHeader
{
    Plain = 0,
    Qos = 1,
    FourAddresses = 2,
    HtControl = 4,
    Protected = 8,
    Aggregate = 16,
    PaddedToFour = 32,
}

public sealed partial record PacketBuilder
{
    /// <summary>In an 802.11 data frame; an LLC header or aggregated frames must follow.</summary>
    public PacketBuilder InIeee80211(WirelessHeader header = WirelessHeader.Plain)
    {
        bool Has(WirelessHeader part) => header.HasFlag(part);
        int flags = (Has(WirelessHeader.FourAddresses) ? 3 : 1) | (Has(WirelessHeader.Protected) ? 0x40 : 0) | (Has(WirelessHeader.HtControl) ? 0x80 : 0);
        byte[] bytes =
        [
            (byte)(Has(WirelessHeader.Qos) ? 0x88 : 0x08), (byte)flags, 0, 0, .. ToMac, .. FromMac, .. ToMac, 0x10, 0,
            .. Has(WirelessHeader.FourAddresses) ? FromMac : [],
            .. Has(WirelessHeader.Qos) ? Wire.U16Little(Has(WirelessHeader.Aggregate) ? 0x80 : 0) : [],
            .. Has(WirelessHeader.HtControl) ? new byte[4] : [],
        ];
        byte[] padding = new byte[Has(WirelessHeader.PaddedToFour) ? -bytes.Length & 3 : 0];
        return Behind([.. bytes, .. padding], default).As(LinkType.Ieee80211);
    }

    /// <summary>As one of the frames in an A-MSDU, padded as all but the last are.</summary>
    public PacketBuilder InAggregate() =>
        Behind([.. ToMac, .. FromMac, .. Wire.U16(Bytes.Length)], default).FollowedBy(new byte[-(14 + Bytes.Length) & 3]);

    /// <summary>With a radiotap header that has a second word of present bits, a timer and flags.</summary>
    public PacketBuilder InRadiotap(byte flags = 0)
    {
        byte[] fields = [.. Wire.U32Little(0x80000003), .. Wire.U32Little(0), 0, 0, 0, 0, .. new byte[8], flags, 0];
        return Behind([0, 0, .. Wire.U16Little(4 + fields.Length), .. fields], default).As(LinkType.Ieee80211Radiotap);
    }

    public PacketBuilder InPrism(bool isBigEndian = false)
    {
        byte[] U32(uint value) => isBigEndian ? Wire.U32(value) : Wire.U32Little(value);
        return Behind([.. U32(0x44), .. U32(144), .. new byte[136]], default).As(LinkType.Ieee80211Prism);
    }

    public PacketBuilder InAvs() => Behind([.. Wire.U32(0x80211001), .. Wire.U32(64), .. new byte[56]], default).As(LinkType.Ieee80211Avs);

    /// <summary>With a per-packet information header that names the link type so far.</summary>
    public PacketBuilder InPpi() =>
        Behind([0, 0, .. Wire.U16Little(12), .. Wire.U32Little((uint)LinkType), .. Wire.U16Little(2), 0, 0], default).As(LinkType.Ppi);
}
