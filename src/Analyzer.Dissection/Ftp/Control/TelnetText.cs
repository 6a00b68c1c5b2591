namespace Analyzer.Dissection.Ftp.Control;

/// <summary>
/// Takes what belongs to Telnet out of a line of the control connection (RFC 959 section 3 with RFC 854): option negotiation and
/// signals (Interrupt Process and Data Mark before ABOR), doubled IAC, and the NUL behind a bare CR (RFC 2640 section 3.1).
/// </summary>
static class TelnetText
{
    const byte Iac = 255, Subnegotiation = 250, SubnegotiationEnd = 240, Will = 251, Dont = 254;

    /// <summary>
    /// The line without them: <paramref name="line"/> itself where there are none, else a copy. Many clients send names in a character
    /// set that has the byte 255 without doubling it; it stays when no Telnet command follows.
    /// </summary>
    public static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> line)
    {
        if (line.IndexOfAny(Iac, (byte)0) < 0) return line;
        byte[] clean = new byte[line.Length];
        int length = 0;
        for (int i = 0; i < line.Length;)
        {
            int passed = LengthOfCommand(line[i..]);
            if (passed > 0)
            {
                i += passed;
                continue;
            }
            clean[length++] = line[i];
            bool isDouble = i + 1 < line.Length && ((line[i] == Iac && line[i + 1] == Iac) || (line[i] == '\r' && line[i + 1] == 0));
            i += isDouble ? 2 : 1;
        }
        return clean.AsSpan(0, length);
    }

    static int LengthOfCommand(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != Iac || text[1] < SubnegotiationEnd || text[1] == Iac) return 0;
        if (text[1] is >= Will and <= Dont) return Math.Min(3, text.Length);
        if (text[1] != Subnegotiation) return 2;
        int end = text.IndexOf([Iac, SubnegotiationEnd]);
        return end < 0 ? text.Length : end + 2;
    }
}
