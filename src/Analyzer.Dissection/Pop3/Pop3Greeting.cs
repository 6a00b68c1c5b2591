using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Pop3;

/// <summary>How POP3 is told on any port, and what its greeting says.</summary>
internal static class Pop3Greeting
{
    /// <summary>A first line longer than this is no greeting (RFC 2449 section 4 has 512).</summary>
    const int MaxGreeting = 1024;

    /// <summary>The server begins with <c>+OK</c>; see <see cref="GreetingPattern"/>.</summary>
    public static bool? Recognise(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient)
    {
        if (fromServer.IsEmpty) return fromClient.Length > MaxGreeting ? false : null;
        ReadOnlySpan<byte> sign = "+OK"u8;
        if (!fromServer[..Math.Min(fromServer.Length, sign.Length)].SequenceEqual(sign[..Math.Min(fromServer.Length, sign.Length)])) return false;
        if (fromServer.Contains((byte)'\n')) return true;
        return fromServer.Length > MaxGreeting ? false : null;
    }

    /// <summary>The time stamp of a greeting, with its angle brackets: APOP's challenge (RFC 1939 section 7). Null: there is none.</summary>
    public static string? TimeStampOf(string greeting)
    {
        int start = greeting.IndexOf('<');
        int end = start < 0 ? -1 : greeting.IndexOf('>', start);
        return end < 0 ? null : greeting[start..(end + 1)];
    }

    /// <summary>The host that a time stamp names; null when it names none.</summary>
    public static string? HostOf(string timeStamp)
    {
        int at = timeStamp.LastIndexOf('@');
        string host = at < 0 ? "" : timeStamp[(at + 1)..^1].Trim();
        return host.Contains('.') ? host : null;
    }

    /// <summary>Whether a line of the server's can begin a reply.</summary>
    public static bool IsStatus(ReadOnlySpan<byte> line) =>
        line.StartsWith("+OK"u8) || line.StartsWith("-ERR"u8) || line.StartsWith("+ "u8) || line.SequenceEqual("+"u8);

    /// <summary>The status word of a reply line and the text behind it.</summary>
    public static (string Code, string Text) Split(ReadOnlySpan<byte> line)
    {
        int end = line.StartsWith("+OK"u8) ? 3 : line.StartsWith("-ERR"u8) ? 4 : 1;
        string code = end switch
        {
            3 => "+OK",
            4 => "-ERR",
            _ => "+",
        };
        return (code, WireText.Decode(line[end..].TrimStart((byte)' ')));
    }
}
