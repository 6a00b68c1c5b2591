using System.Text;

namespace Analyzer.Servers.Ftp;

/// <summary>A command as it came: the verb in capitals, and what stands behind it.</summary>
readonly record struct FtpCommandLine(string Verb, string Argument)
{
    const byte InterpretAsCommand = 255, Will = 251, FirstCommand = 240, SubnegotiationEnd = 240, Subnegotiation = 250;

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Understands a line without its end. Names that are no UTF-8 (RFC 2640) are taken for Latin-1.</summary>
    public static FtpCommandLine Parse(ReadOnlySpan<byte> line)
    {
        string text = Decode(WithoutTelnet(line));
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new(text.ToUpperInvariant(), "") : new(text[..space].ToUpperInvariant(), text[(space + 1)..]);
    }

    /// <summary>
    /// Takes Telnet commands out (RFC 959 4.1.3: IAC IP, IAC DM before ABOR; RFC 1123 4.1.2.12: options are ignored). IAC IAC is an octet 255.
    /// A data mark that came as urgent data leaves its IAC alone.
    /// </summary>
    internal static byte[] WithoutTelnet(ReadOnlySpan<byte> line)
    {
        if (!line.Contains(InterpretAsCommand)) return line.ToArray();
        var kept = new List<byte>(line.Length);
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] != InterpretAsCommand)
            {
                kept.Add(line[at]);
                continue;
            }
            byte code = at + 1 < line.Length ? line[at + 1] : (byte)0;
            if (code < FirstCommand) continue;
            at++;
            if (code == InterpretAsCommand) kept.Add(code);
            else if (code == Subnegotiation) at += Math.Max(0, line[at..].IndexOf([InterpretAsCommand, SubnegotiationEnd]) + 1);
            else if (code >= Will) at++;
        }
        return [.. kept];
    }

    static string Decode(byte[] line)
    {
        try
        {
            return s_strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(line);
        }
    }
}
