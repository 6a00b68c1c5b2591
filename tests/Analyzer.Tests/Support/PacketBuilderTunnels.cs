namespace Analyzer.Tests.Support;

public sealed partial record PacketBuilder
{
    public PacketBuilder InGre(bool checksum = false, bool key = false, bool sequence = false, ushort? type = null)
    {
        int flags = (checksum ? 0x8000 : 0) | (key ? 0x2000 : 0) | (sequence ? 0x1000 : 0);
        int length = 4 * ((checksum ? 1 : 0) + (key ? 1 : 0) + (sequence ? 1 : 0));
        return Behind([.. Wire.U16(flags), .. Wire.U16(type ?? Carried.EtherType), .. new byte[length]], Carried.Gre);
    }

    /// <summary>With two source routes of RFC 1701 and the entry that ends them.</summary>
    public PacketBuilder InRoutedGre() => Behind(
        [
            .. Wire.U16(0x4000), .. Wire.U16(Carried.EtherType), .. new byte[4],
            .. Wire.U16(0x0800), 0, 4, 192, 0, 2, 77,
            .. Wire.U16(0x0800), 4, 8, 192, 0, 2, 78, 192, 0, 2, 79,
            .. new byte[4],
        ],
        Carried.Gre);

    /// <summary>In PPTP's GRE.</summary>
    public PacketBuilder InPptp(bool acknowledgment = false) => Behind(
        [
            .. Wire.U16(acknowledgment ? 0x3081 : 0x3001), .. Wire.U16(0x880B), .. Wire.U16(Bytes.Length), .. Wire.U16(7), .. Wire.U32(1),
            .. acknowledgment ? Wire.U32(1) : [],
        ],
        Carried.Gre);

    public PacketBuilder InErspan2() => Behind([0x10, 0, 0, 1, 0, 0, 0, 0], new Carried(0, 0x88BE)).InGre(sequence: true);

    public PacketBuilder InErspan3(bool subheader) => Behind(
        [0x20, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Wire.U16(subheader ? 1 : 0), .. new byte[subheader ? 8 : 0]],
        new Carried(0, 0x22EB)).InGre(sequence: true);

    public PacketBuilder InEtherIp() => Behind([0x30, 0], Carried.EtherIp);

    public PacketBuilder InVxlan() => Behind([0x08, 0, 0, 0, 0, 0, 42, 0], default);

    public PacketBuilder InGeneve(int optionWords = 0) =>
        Behind([(byte)optionWords, 0, .. Wire.U16(Carried.EtherType), 0, 0, 42, 0, .. new byte[4 * optionWords]], default);

    /// <summary>In GTP-U, with a sequence number and these extension headers if there are any.</summary>
    public PacketBuilder InGtp(byte messageType = 0xFF, params byte[][] extensions)
    {
        bool isLong = extensions.Length > 0;
        byte[] rest = isLong ? [0, 1, 0, extensions[0][0], .. extensions.SelectMany((extension, i) => Chained(extension, i))] : [];
        return Behind([(byte)(isLong ? 0x36 : 0x30), messageType, .. Wire.U16(rest.Length + Bytes.Length), .. Wire.U32(9), .. rest], default);

        // An extension is given as its type and its content; on the wire its length stands in front and the next one's type behind.
        byte[] Chained(byte[] extension, int i) =>
            [(byte)((extension.Length + 1) / 4), .. extension[1..], i + 1 < extensions.Length ? extensions[i + 1][0] : (byte)0];
    }
}
