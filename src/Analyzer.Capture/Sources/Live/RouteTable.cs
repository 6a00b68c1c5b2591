using System.Globalization;

namespace Analyzer.Capture.Sources.Live;

/// <summary>Reads Linux's routing tables: the runtime knows only routes with a gateway, and not which is preferred.</summary>
internal static class RouteTable
{
    // Routes of an interface that is there, but leads nowhere (RTF_REJECT).
    const int Reject = 0x200;

    /// <summary>The interface of the default route with the least metric; null: there is none.</summary>
    public static string? DefaultOfIpv4() => Default(Lines("/proc/net/route"), OfIpv4);

    /// <summary>As above, for IPv6.</summary>
    public static string? DefaultOfIpv6() => Default(Lines("/proc/net/ipv6_route"), OfIpv6);

    internal static string? Default(IEnumerable<string> lines, Func<string[], (string Name, long Metric)?> read) =>
        lines.Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Select(read).OfType<(string Name, long Metric)>()
            .OrderBy(route => route.Metric).Select(route => route.Name).FirstOrDefault();

    // Iface Destination Gateway Flags RefCnt Use Metric Mask ...; numbers in hexadecimal, the metric in decimal.
    internal static (string Name, long Metric)? OfIpv4(string[] words)
    {
        if (words.Length < 8 || words[1] != "00000000" || words[7] != "00000000" || !IsUsable(words[3])) return null;
        return long.TryParse(words[6], NumberStyles.None, CultureInfo.InvariantCulture, out long metric) ? (words[0], metric) : null;
    }

    // destination length source length next-hop metric references uses flags interface; all in hexadecimal.
    internal static (string Name, long Metric)? OfIpv6(string[] words)
    {
        if (words.Length < 10 || words[1] != "00" || words[0].AsSpan().IndexOfAnyExcept('0') >= 0 || !IsUsable(words[8])) return null;
        return long.TryParse(words[5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long metric) ? (words[9], metric) : null;
    }

    static bool IsUsable(string flags) =>
        long.TryParse(flags, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long bits) && (bits & Reject) == 0;

    static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
