using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp;

/// <summary>
/// Recognises FTP on other ports. SMTP greets with the same code, so the words of the greeting decide, and where they do not, the client's
/// first command.
/// </summary>
static class FtpGreeting
{
    /// <summary>The registry's question.</summary>
    public static bool? IsFtp(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient)
    {
        if (fromServer.IsEmpty) return fromClient.IsEmpty || IsFirstCommand(fromClient) != false ? null : false;
        int shown = Math.Min(fromServer.Length, 3);
        if (!"220"u8.StartsWith(fromServer[..shown]) && !"120"u8.StartsWith(fromServer[..shown])) return false;
        if (fromServer.Length < 4) return null;
        if (ReplyLine.ReadCode(fromServer) == 0) return false;
        string banner = WireText.Decode(fromServer);
        if (banner.Contains("SMTP", StringComparison.OrdinalIgnoreCase)) return false;
        if (!fromClient.IsEmpty) return IsFirstCommand(fromClient);
        return NamesFtp(banner) ? true : null;
    }

    // "FTP", but not as the first part of a host's name.
    static bool NamesFtp(string banner)
    {
        for (int at = 0; (at = banner.IndexOf("FTP", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += 3)
        {
            int behind = at + 3;
            if (behind < banner.Length && banner[behind] != '.') return true;
        }
        return false;
    }

    static bool? IsFirstCommand(ReadOnlySpan<byte> fromClient)
    {
        int end = fromClient.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0) return fromClient.Length > 64 ? false : null;
        ReadOnlySpan<byte> line = TelnetText.Clean(fromClient[..end]);
        int blank = line.IndexOf((byte)' ');
        string word = WireText.Upper(blank < 0 ? line : line[..blank]);
        return word switch
        {
            "USER" or "FEAT" or "HOST" or "CLNT" or "OPTS" or "SYST" or "PASV" or "EPSV" or "PORT" or "PWD" or "CWD" or "TYPE" or "LIST" or "ADAT" or "ACCT" => true,
            "AUTH" => WireText.Upper(line[(blank < 0 ? line.Length : blank + 1)..]) is "TLS" or "SSL" or "TLS-C" or "TLS-P" or "GSSAPI" or "KERBEROS_V4",
            _ => false,
        };
    }
}
