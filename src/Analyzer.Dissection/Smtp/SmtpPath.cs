using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>The path in the argument of MAIL and RCPT (RFC 5321 section 4.1.2), and what peers make of it.</summary>
internal static class SmtpPath
{
    /// <summary>
    /// The mailbox: without angle brackets, source route and parameters; empty for the null path. Takes blanks behind the colon and
    /// paths without brackets, which are met in the wild; what stands in the brackets is not judged.
    /// </summary>
    /// <param name="argument">From <c>FROM:</c> or <c>TO:</c> on.</param>
    public static string Parse(ReadOnlySpan<byte> argument)
    {
        int colon = argument.IndexOf((byte)':');
        ReadOnlySpan<byte> path = argument[(colon + 1)..].TrimStart(" \t"u8);
        ReadOnlySpan<byte> mailbox = path.StartsWith("<"u8) ? path[1..EndOfPath(path)] : path[..EndOfWord(path)];
        return WireText.Decode(WithoutRoute(mailbox));
    }

    /// <summary>The closing bracket, or the end. A bracket in a quoted local part closes nothing.</summary>
    static int EndOfPath(ReadOnlySpan<byte> path)
    {
        bool isQuoted = false;
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i] == '\\' && isQuoted) i++;
            else if (path[i] == '"') isQuoted = !isQuoted;
            else if (path[i] == '>' && !isQuoted) return i;
        }
        int close = path.IndexOf((byte)'>');
        return close < 0 ? path.Length : close;
    }

    static int EndOfWord(ReadOnlySpan<byte> path)
    {
        int end = path.IndexOfAny((byte)' ', (byte)'\t');
        return end < 0 ? path.Length : end;
    }

    // RFC 5321 appendix C: "@one,@two:mailbox"; the route is to be ignored.
    static ReadOnlySpan<byte> WithoutRoute(ReadOnlySpan<byte> mailbox)
    {
        int colon = mailbox.IndexOf((byte)':');
        return mailbox.StartsWith("@"u8) && colon > 0 ? mailbox[(colon + 1)..] : mailbox;
    }
}
