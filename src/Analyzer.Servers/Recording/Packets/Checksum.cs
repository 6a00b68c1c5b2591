namespace Analyzer.Servers.Recording.Packets;

/// <summary>The Internet checksum (RFC 1071).</summary>
static class Checksum
{
    /// <summary>Adds the 16-bit words of <paramref name="data"/> to a sum; an odd last byte counts as the high half of a word.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> data)
    {
        for (int i = 0; i + 1 < data.Length; i += 2) sum = Fold(sum + (uint)((data[i] << 8) | data[i + 1]));
        return data.Length % 2 == 0 ? sum : Fold(sum + (uint)(data[^1] << 8));
    }

    /// <summary>What goes into the header.</summary>
    public static ushort Finish(uint sum) => (ushort)~Fold(sum);

    static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);
}
