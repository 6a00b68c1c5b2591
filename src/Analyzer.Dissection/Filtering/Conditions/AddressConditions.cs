using System.Globalization;
using Analyzer.Capture;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>An address between two of the same family, both included: one address, a network, or a range.</summary>
sealed class AddressCondition(IpAddress lowest, IpAddress highest) : Condition
{
    public override bool Is(IpAddress value) =>
        value.IsV6 == lowest.IsV6 && value.CompareTo(lowest) >= 0 && value.CompareTo(highest) <= 0;
}

/// <summary>Addresses as a filter writes them.</summary>
static class AddressLiteral
{
    /// <summary>Reads an address or a network (<c>10.0.0.0/8</c>; bits behind the prefix do not matter).</summary>
    public static bool TryParse(string text, out IpAddress lowest, out IpAddress highest)
    {
        lowest = highest = default;
        int slash = text.IndexOf('/');
        if (!TryAddress(slash < 0 ? text : text[..slash], out IpAddress address)) return false;
        int bits = address.IsV6 ? 128 : 32, prefix = bits;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)) return false;
        if (prefix > bits) return false;
        (lowest, highest) = (Fill(address, prefix, 0x00), Fill(address, prefix, 0xFF));
        return true;
    }

    // The system's parser also takes 10.1 (for 10.0.0.1), which in a filter is the beginning of an address.
    static bool TryAddress(string text, out IpAddress address)
    {
        address = default;
        bool looksWhole = text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3;
        return looksWhole && !text.Contains('%', StringComparison.Ordinal) && IpAddress.TryParse(text, out address);
    }

    static IpAddress Fill(IpAddress address, int prefix, byte with)
    {
        Span<byte> buffer = stackalloc byte[16];
        Span<byte> bytes = buffer[..address.Write(buffer)];
        for (int i = 0; i < bytes.Length; i++)
        {
            int kept = Math.Clamp(prefix - i * 8, 0, 8);
            int mask = 0xFF << (8 - kept) & 0xFF;
            bytes[i] = (byte)(bytes[i] & mask | with & ~mask);
        }
        return IpAddress.From(bytes);
    }
}
