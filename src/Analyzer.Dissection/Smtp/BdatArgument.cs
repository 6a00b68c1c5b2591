using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>What stands behind BDAT: the chunk's size in octets, and whether it is the last one (RFC 3030 section 2).</summary>
internal readonly record struct BdatArgument(long Size, bool IsLast)
{
    /// <summary>False: it is no size, and no octets follow.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out BdatArgument argument)
    {
        argument = default;
        text = text.Trim(" \t"u8);
        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> size = end < 0 ? text : text[..end];
        ReadOnlySpan<byte> rest = text[size.Length..].TrimStart(" \t"u8);
        bool isLast = Ascii.EqualsIgnoreCase(rest, "LAST"u8);
        if (!isLast && !rest.IsEmpty) return false;
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long octets)) return false;
        argument = new BdatArgument(octets, isLast);
        return true;
    }
}
