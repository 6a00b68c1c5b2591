using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Analyzer.Servers.Ftp;

/// <summary>How addresses of data connections are written: PORT and 227 (RFC 959), EPRT and 229 (RFC 2428).</summary>
static class FtpAddress
{
    /// <summary><c>h1,h2,h3,h4,p1,p2</c></summary>
    public static string Numbers(IPAddress address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.ToString().Replace('.', ',')},{port >> 8},{port & 255}");

    /// <summary><c>|2|::1|6446|</c></summary>
    public static string Extended(IPEndPoint end) =>
        string.Create(CultureInfo.InvariantCulture, $"|{Family(end.AddressFamily)}|{end.Address}|{end.Port}|");

    /// <summary>The address family numbers of RFC 2428 2.</summary>
    public static int Family(AddressFamily family) => family == AddressFamily.InterNetwork ? 1 : 2;

    /// <summary>Six numbers with commas between them, and nothing else.</summary>
    public static bool TryParseNumbers(ReadOnlySpan<char> text, out IPEndPoint end)
    {
        Span<byte> numbers = stackalloc byte[6];
        int count = 0;
        end = new IPEndPoint(0, 0);
        foreach (Range range in text.Split(','))
        {
            if (count == numbers.Length || !byte.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count++])) return false;
        }
        if (count < numbers.Length) return false;
        end = new IPEndPoint(new IPAddress(numbers[..4]), (numbers[4] << 8) | numbers[5]);
        return true;
    }

    /// <summary>The six numbers anywhere in the text of a 227 (RFC 1123 4.1.2.6: a client must look for the digits).</summary>
    public static bool TryFindNumbers(string reply, out IPEndPoint end)
    {
        for (int start = 0; start < reply.Length; start++)
        {
            if (!char.IsAsciiDigit(reply[start])) continue;
            int stop = start;
            while (stop < reply.Length && (char.IsAsciiDigit(reply[stop]) || reply[stop] == ',')) stop++;
            if (TryParseNumbers(reply.AsSpan(start, stop - start), out end)) return true;
            start = stop;
        }
        end = new IPEndPoint(0, 0);
        return false;
    }

    /// <summary><c>|1|132.235.1.2|6275|</c> with any delimiter.</summary>
    /// <param name="text">The argument of EPRT.</param>
    /// <param name="end">Where the client listens.</param>
    /// <param name="isKnownFamily">False: it may be right, but its protocol is neither 1 nor 2.</param>
    public static bool TryParseExtended(string text, out IPEndPoint end, out bool isKnownFamily)
    {
        end = new IPEndPoint(0, 0);
        isKnownFamily = true;
        if (text.Length == 0) return false;
        string[] fields = text.Split(text[0]);
        if (fields.Length != 5 || fields[4].Length > 0) return false;
        isKnownFamily = fields[1] is "1" or "2";
        if (!isKnownFamily || !ushort.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return false;
        if (!IPAddress.TryParse(fields[2], out IPAddress? address) || Family(address.AddressFamily) != fields[1][0] - '0') return false;
        end = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>The port in the text of a 229: <c>(|||6446|)</c> with any delimiter.</summary>
    public static bool TryFindPort(string reply, out int port)
    {
        port = 0;
        int open = reply.LastIndexOf('(');
        int close = open < 0 ? -1 : reply.IndexOf(')', open);
        if (close < open + 6) return false;
        string[] fields = reply[(open + 1)..close].Split(reply[open + 1]);
        return fields is ["", "", "", var digits, ""] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
    }
}
