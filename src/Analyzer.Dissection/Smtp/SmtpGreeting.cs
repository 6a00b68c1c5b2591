using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>What the two sides say of themselves at the beginning, and how SMTP is told by it on any port.</summary>
internal static class SmtpGreeting
{
    /// <summary>A first line longer than this is no greeting (RFC 5321 section 4.5.3.1.5 has 512).</summary>
    const int MaxGreeting = 1024;

    /// <summary>Tells SMTP and LMTP by the first bytes of a connection; see <see cref="GreetingPattern"/>.</summary>
    public static bool? Recognise(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient)
    {
        bool? byClient = fromClient.IsEmpty ? null : RecogniseClient(fromClient);
        if (byClient == true || fromServer.IsEmpty) return byClient;
        bool? byServer = RecogniseServer(fromServer);
        // FTP greets with 220, too: then the client's first command decides.
        return byServer is null ? (byClient == false ? false : null) : byServer;
    }

    static bool? RecogniseClient(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        if (end < 0) return text.Length > MaxGreeting ? false : null;
        SmtpCommand command = SmtpCommand.Parse(text[..end].TrimEnd("\r"u8));
        return command.Verb is SmtpVerb.Ehlo or SmtpVerb.Helo or SmtpVerb.Lhlo || (command.Verb is SmtpVerb.Mail or SmtpVerb.Rcpt && SmtpCommand.IsUnmistakable(text[..end]));
    }

    static bool? RecogniseServer(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        if (text.Length >= 4 && ReplyLine.ReadCode(text) is not (220 or 421 or 521 or 554)) return false;
        if (end < 0) return text.Length > MaxGreeting ? false : null;
        if (ReplyLine.ReadCode(text[..end].TrimEnd("\r"u8)) == 0) return false;
        string line = WireText.Decode(text[..end]);
        return line.Contains("SMTP", StringComparison.OrdinalIgnoreCase) || line.Contains("LMTP", StringComparison.OrdinalIgnoreCase) ? true : null;
    }

    /// <summary>The server's name and software from its greeting: <c>220 name ESMTP software</c>.</summary>
    public static void ReadGreeting(Session session, string greeting)
    {
        int lineEnd = greeting.IndexOf('\n');
        string line = lineEnd < 0 ? greeting : greeting[..lineEnd];
        string first = FirstWord(line);
        string rest = line[first.Length..].Trim();
        bool isName = first.Contains('.') || rest.StartsWith("ESMTP", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("SMTP", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("LMTP", StringComparison.OrdinalIgnoreCase);
        if (isName) session.ServerName = first;
        string software = isName ? rest : line.Trim();
        if (software.Length > 0) session.ServerSoftware = software;
    }

    /// <summary>The server's name and extensions from its reply to EHLO: a name, then a line for each keyword.</summary>
    public static void ReadExtensions(Session session, string reply)
    {
        string[] lines = reply.Split('\n');
        string name = FirstWord(lines[0]);
        if (name.Contains('.')) session.ServerName ??= name;
        if (lines.Length > 1) session.SetFact("extensions", string.Join(", ", lines.Skip(1).Select(line => line.Trim())));
        if (session.Tls == TlsState.None && lines.Skip(1).Any(IsTlsOffer)) session.Tls = TlsState.Offered;
    }

    /// <summary>Whether a firewall has overwritten the offer of STARTTLS, so that the client does not ask for it.</summary>
    public static bool HidesTls(string reply) => reply.Split('\n').Skip(1).Any(line => TlsUpgrade.IsOverwritten(FirstWord(line)));

    static bool IsTlsOffer(string line) => FirstWord(line).ToUpperInvariant() is "STARTTLS" or "X-ANONYMOUSTLS";

    /// <summary>Up to the first blank.</summary>
    public static string FirstWord(string line)
    {
        int end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? line : line[..end];
    }
}
